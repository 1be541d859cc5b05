import { z } from 'zod';
import { channelField } from './channel.js';
import {
  currencyField,
  decimalField,
  externalId,
  instantField,
  nonEmptyText,
  objectOf,
  versionField,
} from './fields.js';

/**
 * A refund that its source issues as a document of its own (a credit note). Which order it belongs to is derived and
 * redone, never decided at import; `order` is only what the source itself says.
 */
export const refundRecord = objectOf({
  kind: z.literal('refund'),
  externalId,
  version: versionField,
  at: instantField,
  order: externalId.optional(),
  customer: externalId.optional(),
  channel: channelField,
  currency: currencyField,
  /** What went back to the customer: positive; negative where the document takes money instead. */
  amount: decimalField,
  amountInShopCurrency: decimalField.optional(),
  lines: z
    .array(
      objectOf({
        id: externalId,
        product: externalId.optional(),
        title: nonEmptyText.optional(),
        quantity: decimalField,
        amount: decimalField,
      }),
    )
    .default([]),
});
export type RefundRecord = z.output<typeof refundRecord>;
