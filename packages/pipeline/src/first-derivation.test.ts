import type { RecordInput, Shop } from '@clientele/model';
import { touchedCustomers } from '@clientele/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { members } from './ask/members.js';
import { listSegments, saveSegment } from './ask/segments.js';
import { CrashingParts, StatementCounter } from './crashing-parts.fixture.js';
import { deriveFirst } from './first-derivation.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';

/** Seven people of distinct names with one phone number, which therefore joins nobody. */
const CROWD = ['Ada', 'Ben', 'Cy', 'Dee', 'Eve', 'Fay', 'Gus'].map((firstName, index) =>
  customer(`c${index}`, T1, { phone: '+442079460019', firstName, lastName: 'Low' }),
);

const RECORDS: readonly RecordInput[] = [
  customer('ann', T1, { email: 'ann@home.test', firstName: 'Ann', lastName: 'Lee' }),
  customer('ann-2', T1, { email: 'ANN@home.test', phone: '+44 20 7946 0018' }),
  customer('ann-3', T1, { phone: '+442079460018' }),
  customer('bob', T1, { email: 'bob@home.test' }),
  customer('gone', T1, { email: 'bob@home.test' }),
  ...CROWD,
  order('o1', T1, { customer: 'ann' }),
  order('o2', T1, { customer: 'ann-3', price: '40' }),
  order('o3', T1, { customer: 'bob' }),
  order('o4', T1, { customer: 'only referred to' }),
  order('o5', T1),
  { kind: 'deletion', of: 'customer', externalId: 'gone', version: { updatedAt: T2 } },
  customer('bob', T2, { email: 'bob@work.test' }),
];

/** How many of the statements of a run the test dies at, evenly spread; CLIENTELE_TEST_CRASHES=1000 is every one. */
const CRASHES = Number(process.env.CLIENTELE_TEST_CRASHES ?? 5);

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

async function shopWithRecords(id: string): Promise<Shop> {
  const parts = partsOf(stores);
  const shop = await newShop(stores, id);
  const saved = await saveSegment(parts, shop, { name: 'Spenders', query: 'amount_spent > 30' }, 'test');
  expect(saved.outcome).toBe('created');
  await advance(parts, shop);
  // In two deliveries, so that the later versions replace the earlier ones.
  for (const [index, records] of [RECORDS.slice(0, -2), RECORDS.slice(-2)].entries()) {
    const origin = { connection: 'web', source: 'made', fingerprint: `${index}`, retry: {} };
    await ingest(parts, shop, origin, items(records));
  }
  return shop;
}

/** As `derive` does it where a shop is large. */
async function deriveAtOnce(parts: Parts, shop: Shop): Promise<void> {
  const batches = await parts.ledger.batches.pending(shop.id);
  await deriveFirst(parts, shop.id, batches.at(-1) ?? 0, await touchedCustomers(parts.sql, shop.id, batches));
}

/** Who is one person, and who is in the segment, by the records' own ids. */
async function snapshot(parts: Parts, shop: Shop): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const query of ['number_of_orders >= 0', ...(await listSegments(parts, shop)).map(({ handle }) => handle)]) {
    const page = await members(parts, shop, query, { limit: 100 });
    if (page.outcome !== 'listed') throw new Error(JSON.stringify(page));
    found[query] = page.members.map(({ records }) => records.map(({ externalId }) => externalId).join('+')).sort();
  }
  return found;
}

describe('the first derivation of a large shop', () => {
  it('makes the same profiles and memberships as the derivation of whom batches touched', async () => {
    const parts = partsOf(stores);
    const [touched, atOnce] = [await shopWithRecords('touched'), await shopWithRecords('at-once')];
    await advance(parts, touched);
    await deriveAtOnce(parts, atOnce);
    await advance(parts, atOnce);
    const found = await snapshot(parts, atOnce);
    expect(found).toEqual(await snapshot(parts, touched));
    expect(found).toMatchObject({
      'number_of_orders >= 0': expect.arrayContaining(['ann+ann-2+ann-3', 'bob', 'c0', 'only referred to']),
      spenders: ['ann+ann-2+ann-3'],
    });
    expect(found['number_of_orders >= 0']).toHaveLength(3 + CROWD.length);
    expect(await audit(parts, atOnce)).toMatchObject({ profiles: 3 + CROWD.length, mismatches: 0 });
  });

  it('is done again after a crash at any of its statements, with what came meanwhile', async () => {
    const parts = partsOf(stores);
    const whole = await shopWithRecords('expected');
    await advance(parts, whole);
    const expected = await snapshot(parts, whole);
    const clean = await shopWithRecords('clean');
    const statements = new StatementCounter(parts);
    await deriveAtOnce(statements.parts, clean);
    const step = Math.max(1, Math.floor(statements.count / CRASHES));
    for (let at = Math.floor(step / 2); at < statements.count; at += step) {
      const shop = await shopWithRecords(`crash-${at}`);
      const crashing = new CrashingParts(parts, at, at % 2 === 0);
      await expect(deriveAtOnce(crashing.parts, shop), `statement ${at}`).rejects.toThrow('crashed here');
      await advance(parts, shop);
      expect(await snapshot(parts, shop), `after a crash at statement ${at}`).toEqual(expected);
      expect(await parts.ledger.settings.get(shop.id, 'first-derivation')).not.toBe(true);
    }
  });
});
