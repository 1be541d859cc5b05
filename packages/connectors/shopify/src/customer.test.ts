import { readRecord } from '@clientele/model';
import { expect, test } from 'vitest';
import { answering } from './answering.fixture.js';
import { ADA } from './customer.fixture.js';
import { decodeCustomer } from './customer.js';
import { customerQuestion } from './questions/customer.js';
import { reasonAgainst } from './reason-against.fixture.js';
import { API_VERSIONS, READABLE, type Readable } from './settings.js';

const SHOP = 'small.myshopify.com';

const asked = (
  reads: readonly Readable[],
  object: object = ADA,
  version = API_VERSIONS[0] as (typeof API_VERSIONS)[number],
) =>
  decodeCustomer(answering(version, customerQuestion({ apiVersion: version, reads: [...reads] }), object), {
    shop: SHOP,
    reads: [...reads],
  }).map((input) => {
    const reading = readRecord(input);
    if (reading.outcome === 'refused') throw new Error(reading.reason);
    return reading.record;
  });

test('a customer is read with all that is said of them', () => {
  const [customer] = asked(READABLE);
  expect(customer).toMatchObject({
    kind: 'customer',
    // More digits than a JSON number holds.
    externalId: '706405506930370084',
    version: { updatedAt: '2026-02-03T04:05:06.000Z' },
    email: 'ada@example.com',
    phone: '+441632960000',
    firstName: 'Ada',
    lastName: 'Lovelace',
    company: 'Analytical Engines',
    birthDate: '1990-12-10',
    language: 'en-GB',
    tags: ['VIP', 'wholesale'],
    accountStatus: 'ENABLED',
    accounts: [{ realm: 'small.myshopify.com', id: '706405506930370084' }],
    predictedSpendTier: 'HIGH',
    productSubscriptionStatus: 'SUBSCRIBED',
    companyIds: ['9', '12'],
    storeCredit: [{ id: '5', balance: '12.5', currency: 'GBP' }],
    attributes: { shopify_rfm_group: 'CHAMPIONS', verified_email: true },
    metafields: {
      facts: { birth_date: '1990-12-10' },
      custom: {
        shoe_size: 38.5,
        loyalty_card: '90071992547409931',
        interests: ['engines', 'poetry'],
        newsletter: true,
        height: 165,
      },
    },
    addresses: [
      { name: 'Ada Lovelace', city: 'Paris', country: 'FR' },
      {
        address1: '12 St James Square',
        postcode: 'SW1Y 4JH',
        coordinates: { latitude: '51.50721', longitude: '-0.1355' },
      },
    ],
  });
});

test('either version tells the same of what was agreed to', () => {
  const [now, before] = API_VERSIONS.map((version) => asked(['contacts'], ADA, version));
  expect(now?.slice(1)).toMatchObject([
    {
      kind: 'consent',
      externalId: '706405506930370084-email',
      channel: 'email',
      state: 'SUBSCRIBED',
      at: '2025-06-01T00:00:00.000Z',
    },
    {
      kind: 'consent',
      channel: 'sms',
      address: '+441632960000',
      state: 'UNSUBSCRIBED',
      at: '2025-07-01T00:00:00.000Z',
    },
  ]);
  expect(before).toEqual(now);
});

test('who was never asked has not subscribed, since they are known', () => {
  const phone = {
    ...ADA.defaultPhoneNumber,
    marketingState: 'NOT_SUBSCRIBED',
    marketingUpdatedAt: null,
    smsMarketingConsent: { state: 'NEVER_SUBSCRIBED', updatedAt: null },
  };
  for (const version of API_VERSIONS) {
    const consents = asked(
      ['contacts'],
      { ...ADA, defaultEmailAddress: null, defaultPhoneNumber: phone },
      version,
    ).slice(1);
    expect(consents).toMatchObject([{ channel: 'sms', state: 'NOT_SUBSCRIBED', at: '2025-01-02T03:04:05.000Z' }]);
  }
});

test('without contacts there is somebody, and nothing says who', () => {
  const records = asked([]);
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({ externalId: '706405506930370084', tags: ['VIP', 'wholesale'] });
  expect(JSON.stringify(records)).not.toMatch(/Ada|Lovelace|example\.com|\+44|St James|SW1Y|51\.5/);
  expect(records[0]).toMatchObject({
    addresses: [{ city: 'Paris' }, { city: 'London', region: 'ENG', country: 'GB' }],
  });
});

test('the order of what is in lists says nothing', () => {
  const { addressesV2, metafields, companyContactProfiles } = ADA;
  const turned = {
    ...ADA,
    addressesV2: { ...addressesV2, nodes: addressesV2.nodes.toReversed() },
    metafields: { ...metafields, nodes: metafields.nodes.toReversed() },
    companyContactProfiles: companyContactProfiles.toReversed(),
  };
  expect(asked(READABLE, turned)).toEqual(asked(READABLE));
});

test('companies and credit that were asked for and did not come are not none', () => {
  const said = answering('2026-10', customerQuestion({ apiVersion: '2026-10', reads: [] }), ADA);
  const reason = (one: Readable) => reasonAgainst(() => decodeCustomer(said, { shop: SHOP, reads: [one] }));
  expect(reason('companies')).toBe('companyContactProfiles: is missing');
  expect(reason('store_credit')).toBe('storeCreditAccounts: is missing');
});

test('what cannot be read is refused by its field, without what it says', () => {
  const reason = reasonAgainst(() => decodeCustomer({ id: 'ada@example.com' }, { shop: SHOP, reads: [] }));
  expect(reason).toMatch(/^id: is no id such as gid:\/\/shopify\/Order\/1; createdAt: /);
  expect(reason).not.toContain('ada@');
});
