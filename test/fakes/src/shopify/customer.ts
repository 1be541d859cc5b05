import type { Id } from './gid.js';
import type { Metafield } from './metafield.js';
import type { Ms } from './time.js';

export type ConsentState = 'NOT_SUBSCRIBED' | 'PENDING' | 'REDACTED' | 'SUBSCRIBED' | 'UNSUBSCRIBED';

/** Whether somebody may be written to on one channel. */
export interface Consent {
  readonly state: ConsentState;
  readonly optInLevel: 'CONFIRMED_OPT_IN' | 'SINGLE_OPT_IN' | 'UNKNOWN' | null;
  readonly updatedAt: Ms | null;
  readonly collectedFrom: 'OTHER' | 'SHOPIFY' | null;
}

export const NO_CONSENT: Consent = { state: 'NOT_SUBSCRIBED', optInLevel: null, updatedAt: null, collectedFrom: null };

export interface Address {
  readonly __typename: 'MailingAddress';
  readonly id: Id;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly zip: string | null;
  readonly country: string | null;
  readonly countryCode: string | null;
  readonly phone: string | null;
}

export interface Customer {
  readonly __typename: 'Customer';
  readonly id: Id;
  readonly createdAt: Ms;
  updatedAt: Ms;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  emailConsent: Consent;
  smsConsent: Consent;
  whatsAppConsent: Consent;
  locale: string;
  state: 'DECLINED' | 'DISABLED' | 'ENABLED' | 'INVITED';
  tags: readonly string[];
  note: string | null;
  verifiedEmail: boolean;
  taxExempt: boolean;
  dataSaleOptOut: boolean;
  addresses: readonly Address[];
  metafields: readonly Metafield[];
  /** Into which RFM group Shopify puts them, as whoever drives the shop says; how it does that is not known. */
  rfmGroup: string | null;
}

/** What customers are called in Shopify: their name, else an address or number. */
export function displayName({ firstName, lastName, email, phone }: Customer): string {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return name || email || phone || '';
}
