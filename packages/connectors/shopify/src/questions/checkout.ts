import type { Question } from './question.js';

/** What is asked of a checkout that was begun and not completed, or only later. Their list is sorted by no change time. */
export const CHECKOUT: Question = {
  of: 'AbandonedCheckout',
  list: 'abandonedCheckouts',
  sortKey: 'CREATED_AT',
  fields: 'id createdAt updatedAt completedAt customer { id } totalPriceSet { shopMoney { amount currencyCode } }',
  lists: {
    lineItems: { of: 'AbandonedCheckoutLineItem', fields: 'id quantity product { id }', first: 10 },
  },
};
