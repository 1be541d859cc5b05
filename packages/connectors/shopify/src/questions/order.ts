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
 * refunds and returns are asked for apart: a bulk operation takes neither a list of pages within a list of objects, nor one
 * within two others.
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
      refunds { id createdAt processedAt ${money('totalRefundedSet')} }
      ${reads.includes('payments') ? `transactions { id kind status gateway createdAt processedAt ${money('amountSet')} }` : ''}`,
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
      ...(reads.includes('returns') && { returns: RETURNED }),
    },
  };
}

/** The lines of a refund. */
export const REFUND_LINES: ListWithin = {
  of: 'RefundLineItem',
  fields: `quantity lineItem { id } ${money('subtotalSet')} ${money('totalTaxSet')}`,
  first: 10,
};

const RETURNED: ListWithin = { of: 'Return', fields: 'id status createdAt closedAt totalQuantity', first: 2 };

/** The lines of a return. */
export const RETURN_LINES: ListWithin = {
  of: 'ReturnLineItemType',
  fields: `id returnReasonDefinition { handle } ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } }`,
  first: 10,
};

/** So many refunds or returns are asked for their lines at once. */
export const LINES_OF_AT_ONCE = 10;

export const REFUNDS = `query Refunds($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Refund { id ${firstOf('refundLineItems', REFUND_LINES)} } }
}`;

export const RETURNS = `query Returns($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Return { id ${firstOf('returnLineItems', RETURN_LINES)} } }
}`;
