import type { ConsentChannel, ConsentState, Instant, RecordInput } from '@clientele/model';
import { z } from 'zod';
import { time } from './answered.js';

type ConsentInput = Extract<RecordInput, { kind: 'consent' }>;

/** Shopify's states; of text messages, versions call one of them by two names. */
const state = z
  .enum(['SUBSCRIBED', 'NOT_SUBSCRIBED', 'NEVER_SUBSCRIBED', 'PENDING', 'UNSUBSCRIBED', 'INVALID', 'REDACTED'])
  .transform((said): ConsentState => (said === 'NEVER_SUBSCRIBED' ? 'NOT_SUBSCRIBED' : said));

const consent = z.object({ state, updatedAt: time.nullish() });

export const answeredEmail = z.object({
  emailAddress: z.string().min(1),
  marketingState: state,
  marketingUpdatedAt: time.nullish(),
});

export const answeredPhone = z
  .object({
    phoneNumber: z.string().min(1),
    // Up to 2026-07.
    marketingState: state.optional(),
    marketingUpdatedAt: time.nullish(),
    // From 2026-10 on.
    smsMarketingConsent: consent.optional(),
    whatsAppMarketingConsent: consent,
  })
  .transform(({ phoneNumber, marketingState, marketingUpdatedAt, smsMarketingConsent, whatsAppMarketingConsent }) => ({
    phoneNumber,
    sms: smsMarketingConsent ?? (marketingState && { state: marketingState, updatedAt: marketingUpdatedAt }),
    whatsapp: whatsAppMarketingConsent,
  }));

export interface Consenting {
  readonly id: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly defaultEmailAddress?: z.output<typeof answeredEmail> | null | undefined;
  readonly defaultPhoneNumber?: z.output<typeof answeredPhone> | null | undefined;
}

/**
 * What a customer agreed to, for the address that Shopify has of them now. Where it does not say when, it has been so since
 * the customer was made.
 */
export function consentsOf(customer: Consenting): ConsentInput[] {
  const { id, createdAt, updatedAt, defaultEmailAddress: email, defaultPhoneNumber: phone } = customer;
  const consentTo = (channel: ConsentChannel, address: string, said: z.output<typeof consent>): ConsentInput => ({
    kind: 'consent',
    externalId: `${id}-${channel}`,
    version: { updatedAt },
    customer: id,
    channel,
    address,
    state: said.state,
    at: said.updatedAt ?? createdAt,
  });
  const all: ConsentInput[] = [];
  if (email) {
    const said = { state: email.marketingState, updatedAt: email.marketingUpdatedAt };
    all.push(consentTo('email', email.emailAddress, said));
  }
  if (phone?.sms) all.push(consentTo('sms', phone.phoneNumber, phone.sms));
  // Nearly everybody was never asked.
  if (phone && phone.whatsapp.state !== 'NOT_SUBSCRIBED') {
    all.push(consentTo('whatsapp', phone.phoneNumber, phone.whatsapp));
  }
  return all;
}
