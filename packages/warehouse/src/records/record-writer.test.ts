import { readRecord, type SourceRecord } from '@clientele/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WarehouseClient } from '../engine/index.js';
import { type PreparedEngine, prepareEngine } from '../prepared-engine.fixture.js';
import { TestShop } from '../repositories.fixture.js';
import { inLane, type Sql } from '../sql.js';
import { RecordWriter } from './record-writer.js';

let prepared: PreparedEngine;
let sql: WarehouseClient;
beforeAll(async () => {
  prepared = await prepareEngine();
  sql = prepared.sql;
});
afterAll(() => prepared.close());

function record(input: object): SourceRecord {
  const reading = readRecord(input);
  if (reading.outcome === 'refused') throw new Error(reading.reason);
  return reading.record;
}

const updatedAt = fc.integer({ min: 1, max: 9 }).map((day) => ({ updatedAt: `2024-05-0${day}T00:00:00Z` }));
const customerId = fc.constantFrom('ann', 'bob', 'cid');
const order = fc
  .record({
    id: fc.constantFrom('1', '2', '3'),
    version: updatedAt,
    customer: fc.option(customerId, { nil: undefined }),
  })
  .map(({ id, version, customer }) =>
    record({
      kind: 'order',
      externalId: id,
      version,
      placedAt: '2024-05-20T10:00:00Z',
      channel: { id: 'web', kind: 'online_store' },
      currency: 'GBP',
      lines: [],
      ...(customer !== undefined && { customer }),
    }),
  );
const customer = fc
  .record({ id: customerId, version: updatedAt, email: fc.constantFrom('a@home.test', 'b@home.test', undefined) })
  .map(({ id, version, email }) =>
    record({ kind: 'customer', externalId: id, version, ...(email !== undefined && { email }) }),
  );
const deletion = fc
  .record({ id: fc.constantFrom('1', '2', '3'), version: updatedAt })
  .map(({ id, version }) => record({ kind: 'deletion', of: 'order', externalId: id, version }));
const batches = fc.array(fc.array(fc.oneof(order, customer, deletion), { minLength: 1, maxLength: 6 }), {
  minLength: 2,
  maxLength: 5,
});

/** Of each record the version updated last; of two of one instant, whichever the warehouse kept as well. */
function newest(records: readonly SourceRecord[], kind: 'order' | 'customer'): Map<string, SourceRecord[]> {
  const found = new Map<string, SourceRecord[]>();
  for (const each of records) {
    if ((each.kind === 'deletion' ? each.of : each.kind) !== kind) continue;
    const [known] = found.get(each.externalId) ?? [];
    if (known === undefined || known.version.updatedAt < each.version.updatedAt) found.set(each.externalId, [each]);
    else if (known.version.updatedAt === each.version.updatedAt) found.get(each.externalId)?.push(each);
  }
  return found;
}

test('a batch that is prepared while the one before is being written builds on it', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (given) => {
      const { shop } = new TestShop(sql, 'writer');
      let numbers = 0;
      const writer = new RecordWriter(sql, shop, 'web', async (count) => {
        numbers += count;
        return numbers - count + 1;
      });
      let writing = Promise.resolve();
      for (const [index, records] of given.entries()) {
        const prepared = await writer.prepare(records);
        await writing;
        writing = prepared.write(index + 1);
      }
      await writing;

      const names = new Map(
        (
          await sql.query<{ customer_no: number; external_id: string }>(
            'SELECT customer_no, external_id FROM customer_keys WHERE shop = {shop:String}',
            { shop: shop.id },
          )
        ).map((row) => [row.customer_no, row.external_id]),
      );
      const orders = await sql.query<{ external_id: string; owners: number[] }>(
        `SELECT external_id, groupArray(customer_no) AS owners FROM customer_orders FINAL
         WHERE shop = {shop:String} AND NOT gone GROUP BY external_id`,
        { shop: shop.id },
      );
      const owners = new Map(orders.map((row) => [row.external_id, row.owners.map((no) => names.get(no))]));
      for (const [id, versions] of newest(given.flat(), 'order')) {
        const possible = versions.map((each) => (each.kind === 'order' && each.customer ? [each.customer] : []));
        expect(possible).toContainEqual(owners.get(id) ?? []);
      }
      const carried = await sql.query<{ customer_no: number; keys: string[] }>(
        `SELECT customer_no, groupArray(key) AS keys FROM identifiers FINAL
         WHERE shop = {shop:String} AND NOT gone GROUP BY customer_no`,
        { shop: shop.id },
      );
      const keys = new Map(carried.map((row) => [names.get(row.customer_no), row.keys]));
      for (const [id, versions] of newest(given.flat(), 'customer')) {
        const possible = versions.map((each) =>
          each.kind === 'customer' && each.email ? [`email:${each.email}`] : [],
        );
        expect(possible).toContainEqual(keys.get(id) ?? []);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);

test('a first import asks for no record that it did not bring itself, and the next one for all', async () => {
  const { shop } = new TestShop(sql, 'first');
  const asked: unknown[] = [];
  const listening: Sql = {
    ...inLane(sql, 'quick'),
    query: (text, parameters, options) => {
      if (text.includes('argMax(customer_no, version)')) asked.push(parameters?.ids);
      return sql.query(text, parameters, options);
    },
  };
  const order = (id: string, day: number) =>
    record({
      kind: 'order',
      externalId: id,
      version: { updatedAt: `2024-05-0${day}T00:00:00Z` },
      placedAt: '2024-05-20T10:00:00Z',
      channel: { id: 'web', kind: 'online_store' },
      currency: 'GBP',
      lines: [],
    });
  let batch = 0;
  const imported = async (connection: string, ...batches: SourceRecord[][]) => {
    const writer = new RecordWriter(listening, shop, connection, async () => 1);
    const taken: boolean[] = [];
    for (const records of batches) {
      const prepared = await writer.prepare(records);
      taken.push(...prepared.accepted);
      batch += 1;
      await prepared.write(batch);
    }
    return taken;
  };
  const first = [[order('1', 2)], [order('2', 2)], [order('1', 1), order('3', 2)]];
  expect(await imported('web', ...first)).toEqual([true, true, false, true]);
  expect(asked).toEqual([['1']]);
  expect(await imported('till', [order('1', 1)])).toEqual([true]);
  expect(asked).toEqual([['1']]);
  expect(await imported('web', [order('1', 1), order('4', 1)], [order('5', 1)])).toEqual([false, true, true]);
  expect(asked).toEqual([['1'], ['1', '4'], ['5']]);
});
