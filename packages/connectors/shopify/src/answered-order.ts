import { money } from '@clientele/connector-kit';
import { z } from 'zod';
import { answeredAddress } from './address.js';
import { list, reference, shopMoney, text, time } from './answered.js';
import { gid } from './gid.js';

// An order as Shopify answers it, its refunds and returns with their lines.

const discountAllocations = z.array(
  z.object({
    allocatedAmountSet: shopMoney,
    discountApplication: z.object({ code: text, title: text }),
  }),
);

const taxLines = z.array(
  z.object({
    title: z.string().min(1),
    rate: z
      .number()
      .nullish()
      .transform((rate) => (rate == null ? undefined : money(rate))),
    priceSet: shopMoney,
  }),
);

const line = z.object({
  id: gid,
  title: text,
  sku: text,
  quantity: z.int(),
  currentQuantity: z.int(),
  isGiftCard: z.boolean(),
  product: reference,
  variant: reference,
  originalUnitPriceSet: shopMoney,
  discountAllocations,
  taxLines,
});
export type AnsweredLine = z.output<typeof line>;

const shippingLine = z.object({
  id: gid.nullish(),
  title: text,
  originalPriceSet: shopMoney,
  discountAllocations,
  taxLines,
});
export type AnsweredShippingLine = z.output<typeof shippingLine>;

const refund = z.object({
  id: gid,
  createdAt: time.nullish(),
  processedAt: time,
  totalRefundedSet: shopMoney,
  refundLineItems: list(
    z.object({ quantity: z.int(), lineItem: z.object({ id: gid }), subtotalSet: shopMoney, totalTaxSet: shopMoney }),
  ),
});
export type AnsweredRefund = z.output<typeof refund>;

const transaction = z.object({
  id: gid,
  kind: z.string(),
  status: z.string(),
  gateway: text,
  createdAt: time,
  processedAt: time.nullish(),
  amountSet: shopMoney,
});
export type AnsweredTransaction = z.output<typeof transaction>;

const returned = z.object({
  id: gid,
  status: z.string(),
  createdAt: time,
  closedAt: time.nullish(),
  totalQuantity: z.int(),
  returnLineItems: list(
    z.object({
      id: gid,
      returnReasonDefinition: z.object({ handle: text }).nullish(),
      // What came back without the order knowing it has none.
      fulfillmentLineItem: z.object({ lineItem: z.object({ id: gid }) }).nullish(),
    }),
  ),
});
export type AnsweredReturn = z.output<typeof returned>;

export const answeredOrder = z.object({
  id: gid,
  name: text,
  createdAt: time,
  processedAt: time,
  updatedAt: time,
  cancelledAt: time.nullish(),
  test: z.boolean(),
  sourceName: text,
  currencyCode: z.string(),
  taxesIncluded: z.boolean(),
  email: text,
  phone: text,
  app: reference,
  attribution: z.object({ handle: text }).nullish(),
  retailLocation: reference,
  customer: z.object({ id: gid, firstName: text, lastName: text }).nullish(),
  shippingAddress: answeredAddress.nullish(),
  billingAddress: answeredAddress.nullish(),
  totalPriceSet: shopMoney,
  totalTipReceivedSet: shopMoney,
  originalTotalDutiesSet: shopMoney.nullish(),
  originalTotalAdditionalFeesSet: shopMoney.nullish(),
  refunds: z.array(refund),
  lineItems: list(line),
  shippingLines: list(shippingLine),
  transactions: z.array(transaction).optional(),
  returns: list(returned).optional(),
});
export type AnsweredOrder = z.output<typeof answeredOrder>;
