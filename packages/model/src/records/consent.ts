import { z } from 'zod';
import { externalId, instantField, nonEmptyText, objectOf, versionField } from './fields.js';

export const CONSENT_CHANNELS = ['email', 'sms', 'whatsapp', 'phone', 'post'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** Shopify's states; `INVALID` is an address that cannot be reached, `REDACTED` one that was erased. */
export const CONSENT_STATES = [
  'SUBSCRIBED',
  'NOT_SUBSCRIBED',
  'PENDING',
  'UNSUBSCRIBED',
  'INVALID',
  'REDACTED',
] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** What one source says about writing to one address for marketing; it belongs to that address and that source. */
export const consentRecord = objectOf({
  kind: z.literal('consent'),
  externalId,
  version: versionField,
  customer: externalId.optional(),
  channel: z.enum(CONSENT_CHANNELS),
  /** The e-mail address, telephone number or postal address it is about. */
  address: nonEmptyText,
  state: z.enum(CONSENT_STATES),
  at: instantField,
});
export type ConsentRecord = z.output<typeof consentRecord>;
