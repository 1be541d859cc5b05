import type { ShopifySettings } from '../settings.js';
import { addressFields } from './address.js';
import { firstOf, type ListWithin, money, type Question } from './question.js';

const DISCOUNTS = `discountAllocations {
  ${money('allocatedAmountSet')}
  discountApplication {
    ... on DiscountCodeApplication { code }
    ... on AutomaticDiscountApplication { title }
    ... on ManualDiscountApplication { title }
    ... on ScriptDiscountApplication { title }
  }
}`;

const TAXES = `taxLines { title rate ${money('priceSet')} }`;

/**
 * What is asked of an order. All amounts are in the currency that the shop had then, which is what Shopify counts in too. Lines of
 * refunds are asked for apart: no list of pages is taken within a list of objects.
 */
export function orderQuestion({ reads }: Pick<ShopifySettings, 'reads'>): Question {
  const contacts = reads.includes('contacts');
  return {
    of: 'Order',
    list: 'orders',
    sortKey: 'UPDATED_AT',
    fields: `
      id name createdAt processedAt updatedAt cancelledAt test sourceName currencyCode taxesIncluded
      ${contacts ? 'email phone' : ''}
      app { id }
      attribution { handle }
      retailLocation { id }
      customer { id ${contacts ? 'firstName lastName' : ''} }
      shippingAddress { ${addressFields(reads)} }
      ${contacts ? `billingAddress { ${addressFields(reads)} }` : ''}
      ${money('totalPriceSet')} ${money('totalTipReceivedSet')}
      ${money('originalTotalDutiesSet')} ${money('originalTotalAdditionalFeesSet')}
      refunds { id createdAt processedAt ${money('totalRefundedSet')} }`,
    lists: {
      lineItems: {
        of: 'LineItem',
        fields: `
          id title sku quantity currentQuantity isGiftCard product { id } variant { id }
          ${money('originalUnitPriceSet')} ${DISCOUNTS} ${TAXES}`,
        first: 10,
      },
      shippingLines: {
        of: 'ShippingLine',
        fields: `id title ${money('originalPriceSet')} ${DISCOUNTS} ${TAXES}`,
        first: 2,
      },
    },
  };
}

/** The lines of a refund. */
export const REFUND_LINES: ListWithin = {
  of: 'RefundLineItem',
  fields: `quantity lineItem { id } ${money('subtotalSet')} ${money('totalTaxSet')}`,
  first: 10,
};

/** So many refunds are asked for their lines at once. */
export const REFUNDS_AT_ONCE = 10;

export const REFUNDS = `query Refunds($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Refund { id ${firstOf('refundLineItems', REFUND_LINES)} } }
}`;
