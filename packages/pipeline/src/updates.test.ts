import type { RecordInput, Shop } from '@clientele/model';
import { materialiseUpdates } from '@clientele/warehouse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { ingest } from './ingest.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';
const T3 = '2024-05-23T00:00:00Z';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

async function deliver(shop: Shop, fingerprint: string, records: readonly RecordInput[]): Promise<void> {
  await ingest(partsOf(stores), shop, { connection: 'web', source: 'x', fingerprint, retry: {} }, items(records));
  await advance(partsOf(stores), shop);
}

/** Rows that were updated in place so far, and the columns of which there is an updated value. */
async function updates(): Promise<{ readonly rows: number; readonly columns: readonly string[] }> {
  const parts = `FROM system.parts_columns WHERE table = 'profiles' AND active AND startsWith(partition_id, 'patch-')`;
  const [found] = await stores.sql.query<{ rows: string; columns: string[] }>(
    `SELECT (SELECT toString(sum(rows)) FROM (SELECT DISTINCT name, rows ${parts})) AS rows, groupUniqArray(column) AS columns ${parts}`,
  );
  return { rows: Number(found?.rows ?? 0), columns: found?.columns ?? [] };
}

it('updates the rows and the groups of columns that changed, and works them in when they are many', async () => {
  const shop = await newShop(stores, 'updated');
  const people = ['ann', 'bob', 'cyd'];
  await deliver(shop, '1', [
    ...people.map((name) => customer(name, T1, { tags: [name], language: 'en' })),
    ...people.map((name) => order(`w-${name}`, T1, { customer: name })),
  ]);
  expect(await updates()).toMatchObject({ rows: 0 });

  // A customer record and an order of which only what no trait reads is new.
  await deliver(shop, '2', [
    customer('ann', T2, { tags: ['ann'], language: 'en', note: 'calls back' }),
    order('w-bob', T2, { customer: 'bob' }),
  ]);
  expect(await updates()).toMatchObject({ rows: 0 });

  await deliver(shop, '3', [
    order('w-ann', T3, { customer: 'ann', price: '70' }),
    order('w-bob', T3, { customer: 'bob' }),
  ]);
  const { rows, columns } = await updates();
  expect(rows).toBe(1);
  expect(columns).toEqual(expect.arrayContaining(['amount_spent', 'order_amount', 'largest_order_amount']));
  for (const same of ['customer_tags', 'refunded_by_documents', 'email_subscription_status'])
    expect(columns).not.toContain(same);
  expect(await audit(partsOf(stores), shop)).toMatchObject({ mismatches: 0 });

  const applied = () =>
    stores.sql.query(
      `SELECT is_done FROM system.mutations WHERE table = 'profiles' AND command LIKE '%APPLY PATCHES%'`,
    );
  await materialiseUpdates(stores.sql);
  expect(await applied()).toEqual([]);
  await materialiseUpdates(stores.sql, 1);
  await expect.poll(applied, { timeout: 20_000 }).toEqual([{ is_done: 1 }]);
  await materialiseUpdates(stores.sql, 1);
  expect(await applied()).toHaveLength(1);
  expect(await audit(partsOf(stores), shop)).toMatchObject({ mismatches: 0 });
});
