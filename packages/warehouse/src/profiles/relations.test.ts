import {
  PRODUCTS,
  PROFILE_CONSENTS,
  PROFILE_CUSTOMERS,
  PROFILE_EVENTS,
  PROFILE_IDS,
  PROFILE_ORDERS,
  PROFILE_REFUNDS,
  PROFILES,
  PURCHASES_BY_PRODUCT,
  type Relation,
  SEGMENT_MEMBERS,
} from '@clientele/segmentation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRODUCTS_SQL, PURCHASES_BY_PRODUCT_SQL, SEGMENT_MEMBERS_SQL, type WarehouseClient } from '../index.js';
import { type PreparedEngine, prepareEngine } from '../prepared-engine.fixture.js';
import { profileSources, type Scope } from './sources.js';

let prepared: PreparedEngine;
let sql: WarehouseClient;
beforeAll(async () => {
  prepared = await prepareEngine();
  sql = prepared.sql;
});
afterAll(() => prepared.close());

async function columnsOf(relation: string | undefined, parameters: Parameters<WarehouseClient['query']>[1] = {}) {
  const rows = await sql.query<{ name: string; type: string }>(`DESCRIBE (SELECT * FROM ${relation})`, parameters);
  return Object.fromEntries(rows.map(({ name, type }) => [name, type]));
}

function asSaid(relation: Relation): Record<string, string> {
  return Object.fromEntries(Object.entries(relation).map(([name, { type }]) => [name, type]));
}

const SCOPES: readonly Scope[] = [
  { kind: 'profiles', customersOf: new Map([[1, [1]]]) },
  { kind: 'range', first: 1, last: 2 },
];

test.each(SCOPES)('the sources of profiles are what segmentation says that it reads, by $kind', async (scope) => {
  const { sources, parameters } = profileSources('shop', scope);
  expect(await columnsOf(sources.customers, parameters)).toEqual(asSaid(PROFILE_CUSTOMERS));
  expect(await columnsOf(sources.orders, parameters)).toEqual(asSaid(PROFILE_ORDERS));
  expect(await columnsOf(sources.refunds, parameters)).toEqual(asSaid(PROFILE_REFUNDS));
  expect(await columnsOf(sources.consents, parameters)).toEqual(asSaid(PROFILE_CONSENTS));
  expect(await columnsOf(sources.events, parameters)).toEqual(asSaid(PROFILE_EVENTS));
});

test('so are the profiles, their purchases by product and the members of segments', async () => {
  expect(await columnsOf('profiles')).toEqual(asSaid(PROFILES));
  expect(await columnsOf(PURCHASES_BY_PRODUCT_SQL)).toEqual({
    shop: 'LowCardinality(String)',
    ...asSaid(PURCHASES_BY_PRODUCT),
  });
  expect(await columnsOf(PRODUCTS_SQL)).toEqual({ shop: 'LowCardinality(String)', ...asSaid(PRODUCTS) });
  expect(await columnsOf('profile_ids')).toEqual({ shop: 'LowCardinality(String)', ...asSaid(PROFILE_IDS) });
  expect(await columnsOf(SEGMENT_MEMBERS_SQL)).toEqual({
    shop: 'LowCardinality(String)',
    ...asSaid(SEGMENT_MEMBERS),
  });
});
