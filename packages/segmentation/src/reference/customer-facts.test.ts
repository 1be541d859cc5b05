import { expect, it } from 'vitest';
import { parseQuery } from '../text/parse-query.js';
import type { CustomType } from '../tree/custom-attributes.js';
import { aContext, aCustomer, aProfile } from './records.fixture.js';
import { evaluateProfile, traitValue } from './reference.js';

function holds(query: string, profile = somebody): boolean {
  const parsed = parseQuery(query);
  if (parsed.outcome === 'invalid') throw new Error(`${query}: ${parsed.errors[0]?.message}`);
  return evaluateProfile(parsed.condition, profile, aContext());
}

const older = { version: { updatedAt: '2020-01-01T00:00:00Z' } };
const somebody = aProfile({
  customers: [
    aCustomer({
      birthDate: '1992-02-29',
      addresses: [{ coordinates: { latitude: '48.8566', longitude: '2.3522' } }],
      storeCredit: [
        { id: 'a', balance: '5', currency: 'GBP', nextExpiry: '2024-06-20T12:00:00Z' },
        { id: 'b', balance: '0', currency: 'EUR', lastCredit: '2024-06-01T12:00:00Z' },
      ],
      attributes: { size: '44', since: 'soon', member: 'true' },
    }),
    aCustomer({ ...older, attributes: { size: 40, since: '2020-05-01', member: false, likes: ['tea'] } }),
  ],
});

it.each([
  ["anniversary('birth_date') = 2024-02-29", true],
  ["anniversary('birth_date') = 2023-02-28", true],
  ["anniversary('birth_date') = 2024-02-28", false],
  ["anniversary('birth_date') < 2023-03-01", true],
  ["anniversary('birth_date') BETWEEN 2022-12-31 AND 2023-02-28", true],
  ["anniversary('birth_date') BETWEEN 2022-12-31 AND 2023-02-27", false],
  ["anniversary('birth_date') BETWEEN 2023-03-01 AND 2025-01-01", true],
  // London to Paris
  ['customer_within_distance MATCHES (coordinates = (51.5074, -0.1278), distance_km <= 343.557)', true],
  ['customer_within_distance MATCHES (coordinates = (51.5074, -0.1278), distance_km <= 343.556)', false],
  ['customer_within_distance MATCHES (coordinates = (51.5074, -0.1278), distance_mi <= 213.48)', true],
  ['customer_within_distance NOT MATCHES (coordinates = (51.5074, -0.1278), distance_mi <= 213.47)', true],
  ['store_credit_accounts MATCHES (balance > 0, next_expiry_date BETWEEN today AND +30d)', true],
  ["store_credit_accounts MATCHES (balance > 0, currency = 'EUR')", false],
  ['store_credit_accounts MATCHES (last_credit_date = 2024-06-01, count = 1)', true],
  ['store_credit_accounts MATCHES (last_credit_date < 2024-06-01)', false],
])('%s is %s', (query, expected) => {
  expect(holds(query)).toBe(expected);
  if (!query.includes('NOT')) expect(holds(query, aProfile())).toBe(false);
});

it('knows a custom attribute as it is declared, of the newest record that states a value of that type', () => {
  const as = (name: string, type: CustomType) =>
    traitValue(name, somebody, aContext({ customTypes: new Map([[name, type]]) }));
  expect(as('attributes.size', 'number')).toMatchObject({ number: { numerator: 44n } });
  expect(as('attributes.size', 'text')).toEqual({ kind: 'text', text: '44' });
  expect(as('attributes.size', 'date')).toBeUndefined();
  expect(as('attributes.since', 'date')).toMatchObject({ kind: 'date', day: '2020-05-01' });
  expect(as('attributes.since', 'text')).toEqual({ kind: 'text', text: 'soon' });
  expect(as('attributes.member', 'boolean')).toEqual({ kind: 'boolean', boolean: true });
  expect(as('attributes.likes', 'list')).toEqual({ kind: 'list', texts: ['tea'] });
  expect(as('attributes.likes', 'text')).toBeUndefined();
});
