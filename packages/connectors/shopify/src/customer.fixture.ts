import { listOf } from './answering.fixture.js';

/** Somebody of whom Shopify knows everything. */
export const ADA = {
  id: 'gid://shopify/Customer/706405506930370084',
  createdAt: '2025-01-02T03:04:05Z',
  updatedAt: '2026-02-03T04:05:06Z',
  state: 'ENABLED',
  locale: 'en-GB',
  tags: ['VIP', 'wholesale'],
  verifiedEmail: true,
  taxExempt: false,
  dataSaleOptOut: false,
  productSubscriberStatus: 'ACTIVE',
  statistics: { predictedSpendTier: 'HIGH', rfmGroup: 'CHAMPIONS' },
  firstName: 'Ada',
  lastName: 'Lovelace',
  defaultEmailAddress: {
    emailAddress: 'ada@example.com',
    marketingState: 'SUBSCRIBED',
    marketingUpdatedAt: '2025-06-01T00:00:00Z',
  },
  defaultPhoneNumber: {
    phoneNumber: '+441632960000',
    marketingState: 'UNSUBSCRIBED',
    marketingUpdatedAt: '2025-07-01T00:00:00Z',
    smsMarketingConsent: { state: 'UNSUBSCRIBED', updatedAt: '2025-07-01T00:00:00Z' },
    whatsAppMarketingConsent: { state: 'NEVER_SUBSCRIBED', updatedAt: null },
  },
  companyContactProfiles: [
    { company: { id: 'gid://shopify/Company/12' } },
    { company: { id: 'gid://shopify/Company/9' } },
  ],
  addressesV2: listOf(
    {
      id: 'gid://shopify/MailingAddress/10',
      name: 'Ada Lovelace',
      company: 'Analytical Engines',
      address1: '12 St James Square',
      address2: null,
      city: 'London',
      provinceCode: 'ENG',
      countryCodeV2: 'GB',
      zip: 'SW1Y 4JH',
      latitude: 51.507_21,
      longitude: -0.135_5,
    },
    { id: 'gid://shopify/MailingAddress/9', name: 'Ada Lovelace', city: 'Paris', countryCodeV2: 'FR' },
  ),
  metafields: listOf(
    metafield(1, 'facts', 'birth_date', 'date', '1990-12-10'),
    metafield(2, 'custom', 'shoe_size', 'number_decimal', '38.5'),
    metafield(3, 'custom', 'loyalty_card', 'number_integer', '90071992547409931'),
    metafield(4, 'custom', 'interests', 'list.single_line_text_field', '["engines","poetry"]'),
    metafield(5, 'custom', 'newsletter', 'boolean', 'true'),
    metafield(6, 'custom', 'height', 'dimension', '{"value":165.0,"unit":"cm"}'),
  ),
  storeCreditAccounts: listOf({
    id: 'gid://shopify/StoreCreditAccount/5?x=1',
    balance: { amount: '12.5', currencyCode: 'GBP' },
  }),
};

function metafield(number: number, namespace: string, key: string, type: string, value: string) {
  return { id: `gid://shopify/Metafield/${number}`, namespace, key, type, value };
}
