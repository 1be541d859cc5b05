import { z } from 'zod';
import {
  addressField,
  currencyField,
  dayField,
  decimalField,
  externalId,
  instantField,
  nonEmptyText,
  objectOf,
  properties,
  versionField,
} from './fields.js';

/** Whether somebody can sign in to their account. */
export const ACCOUNT_STATUSES = ['DECLINED', 'DISABLED', 'ENABLED', 'INVITED'] as const;

/** What a source expects somebody to spend, against what is usual in its shop. */
export const SPEND_TIERS = ['HIGH', 'MEDIUM', 'LOW'] as const;

/** How things stand with somebody's subscriptions to products. */
export const PRODUCT_SUBSCRIPTION_STATUSES = [
  'SUBSCRIBED',
  'CANCELED',
  'EXPIRED',
  'FAILED',
  'NEVER_SUBSCRIBED',
  'PAUSED',
] as const;

/** Credit at the shop, in the account's own currency. */
export const storeCreditField = objectOf({
  id: externalId,
  balance: decimalField,
  currency: currencyField,
  /** When the next of the credit expires. */
  nextExpiry: instantField.optional(),
  /** When credit was last given. */
  lastCredit: instantField.optional(),
});
export type StoreCredit = z.output<typeof storeCreditField>;

/** One connection's idea of a person: an account, a guest checkout, a till entry, a newsletter sign-up. */
export const customerRecord = objectOf({
  kind: z.literal('customer'),
  externalId,
  version: versionField,
  createdAt: instantField.optional(),
  /** True where the source only knows a single purchase, not an account. */
  guest: z.boolean().default(false),
  email: nonEmptyText.optional(),
  phone: nonEmptyText.optional(),
  firstName: nonEmptyText.optional(),
  lastName: nonEmptyText.optional(),
  company: nonEmptyText.optional(),
  birthDate: dayField.optional(),
  /** BCP 47 tag such as `en` or `en-US`. */
  language: nonEmptyText.optional(),
  addresses: z.array(addressField).default([]),
  tags: z.array(nonEmptyText).default([]),
  /** Accounts that the customer states elsewhere: a loyalty card, a login of another system. `realm` says whose ids these are. */
  accounts: z.array(objectOf({ realm: nonEmptyText, id: externalId })).default([]),
  attributes: properties.default({}),
  // Without a default, so that what does not state them is the same record as before they were known.
  /** Custom attributes of a namespace, as Shopify has them: by namespace, then key. */
  metafields: z.record(z.string().min(1).max(255), properties).optional(),
  accountStatus: z.enum(ACCOUNT_STATUSES).optional(),
  predictedSpendTier: z.enum(SPEND_TIERS).optional(),
  productSubscriptionStatus: z.enum(PRODUCT_SUBSCRIPTION_STATUSES).optional(),
  /** The app that made the record, by its id there. */
  createdByApp: externalId.optional(),
  /** Companies that the customer buys for, by their ids there. */
  companyIds: z.array(externalId).max(500).optional(),
  storeCredit: z.array(storeCreditField).max(500).optional(),
});
export type CustomerRecord = z.output<typeof customerRecord>;
