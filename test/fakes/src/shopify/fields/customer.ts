import { connection } from '../connection.js';
import { typeFields } from '../context.js';
import { type Address, type Consent, type Customer, displayName } from '../customer.js';
import { gid } from '../gid.js';
import { ORDERS } from './listings.js';
import { METAFIELDS } from './metafields.js';

/** An e-mail address or number of a customer, with what may be sent to it. */
interface Contact {
  readonly of: Customer;
  readonly consent: Consent;
}

export const CUSTOMER = typeFields<Customer>('Customer', {
  ...METAFIELDS,
  id: ({ id }) => gid('Customer', id),
  legacyResourceId: ({ id }) => id,
  displayName: (customer) => displayName(customer),
  defaultEmailAddress: (of) => (of.email === null ? null : { of, consent: of.emailConsent }),
  defaultPhoneNumber: (of) => (of.phone === null ? null : { of, consent: of.smsConsent }),
  emailMarketingConsent: ({ email, emailConsent }) => (email === null ? null : deprecatedConsent(emailConsent)),
  smsMarketingConsent: ({ phone, smsConsent }) => (phone === null ? null : deprecatedConsent(smsConsent)),
  validEmailAddress: ({ email }) => email !== null,
  numberOfOrders: ({ id }, _, { shop }) => shop.boughtBy(id).length,
  amountSpent: ({ id }, _, { shop }) => ({ amount: shop.spentBy(id), currencyCode: shop.facts.currency }),
  lastOrder: ({ id }, _, { shop }) => newest(shop.ordersOf(id)),
  orders: ({ id }, args, context, info) => connection(context.shop.ordersOf(id), ORDERS, args, context, info),
  defaultAddress: ({ addresses }) => addresses[0] ?? null,
  addresses: ({ addresses }) => addresses,
  addressesV2: ({ addresses }, args, context, info) => connection(addresses, {}, args, context, info),
  productSubscriberStatus: () => 'NEVER_SUBSCRIBED',
  statistics: ({ rfmGroup }) => ({ predictedSpendTier: null, rfmGroup }),
  companyContactProfiles: ({ id }, _, { shop }) =>
    [...shop.companies.values()].flatMap(({ contacts }) => contacts.filter(({ customer }) => customer === id)),
  canDelete: ({ id }, _, { shop }) => shop.ordersOf(id).length === 0,
  taxExemptions: () => [],
  multipassIdentifier: () => null,
});

function deprecatedConsent({ state, optInLevel, updatedAt, collectedFrom }: Consent): object {
  return {
    marketingState: state,
    marketingOptInLevel: optInLevel ?? 'UNKNOWN',
    consentUpdatedAt: updatedAt,
    consentCollectedFrom: collectedFrom,
  };
}

function consentOf({ state, optInLevel, updatedAt, collectedFrom }: Consent): object {
  return { state, optInLevel, updatedAt, collectedFrom, sourceLocation: null };
}

export const EMAIL_ADDRESS = typeFields<Contact>('CustomerEmailAddress', {
  emailAddress: ({ of }) => of.email,
  marketingState: ({ consent }) => consent.state,
  marketingOptInLevel: ({ consent }) => consent.optInLevel ?? 'UNKNOWN',
  marketingUpdatedAt: ({ consent }) => consent.updatedAt,
  validFormat: () => true,
  sourceLocation: () => null,
});

export const PHONE_NUMBER = typeFields<Contact>('CustomerPhoneNumber', {
  phoneNumber: ({ of }) => of.phone,
  marketingState: ({ consent }) => consent.state,
  marketingOptInLevel: ({ consent }) => consent.optInLevel ?? 'UNKNOWN',
  marketingUpdatedAt: ({ consent }) => consent.updatedAt,
  marketingCollectedFrom: ({ consent }) => consent.collectedFrom,
  smsMarketingConsent: ({ consent }) => consentOf(consent),
  whatsAppMarketingConsent: ({ of }) => consentOf(of.whatsAppConsent),
  sourceLocation: () => null,
});

export const MAILING_ADDRESS = typeFields<Address>('MailingAddress', {
  id: ({ id }) => `${gid('MailingAddress', id)}?model_name=CustomerAddress`,
  countryCodeV2: ({ countryCode }) => countryCode,
  name: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' ') || null,
  formatted: ({ address1, city, country }) => [address1, city, country].filter((line) => line !== null),
  coordinatesValidated: () => false,
  latitude: () => null,
  longitude: () => null,
  timeZone: () => null,
});

function newest<T extends { readonly processedAt: number }>(orders: readonly T[]): T | null {
  return orders.reduce<T | null>(
    (last, one) => (last === null || one.processedAt >= last.processedAt ? one : last),
    null,
  );
}
