import { z } from 'zod';
import { addressField, dayField, externalId, instantField, nonEmptyText, properties, versionField } from './fields.js';

/** One connection's idea of a person: an account, a guest checkout, a till entry, a newsletter sign-up. */
export const customerRecord = z.object({
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
  accounts: z.array(z.object({ realm: nonEmptyText, id: externalId })).default([]),
  attributes: properties.default({}),
});
export type CustomerRecord = z.output<typeof customerRecord>;
