import { join } from 'node:path';
import type { Item } from '@clientele/connector-kit';
import { type Ledger, loadKey, openLedger } from '@clientele/ledger';
import { type Instant, instant, type RecordInput, readRecord, shopId, timeZone } from '@clientele/model';
import { advance, createSegment, ingest } from '@clientele/pipeline';
import {
  type Engine,
  openWarehouse,
  prepareWarehouse,
  type Sql,
  startEngine,
  type WarehouseClient,
} from '@clientele/warehouse';

export const NOW: Instant = instant('2024-06-01T12:00:00Z');

/** Tests do not lose power, only processes: what the system has, stays. Waiting for disks would take most of their time. */
const UNSYNCED_TABLE_SETTINGS = 'fsync_after_insert = 0, fsync_part_directory = 0';

/** People of a shop of the fixture; the first has two customer records that are one person. */
export const PEOPLE = 20;

/** Both stores, in one directory. */
export interface Stores {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly warehouse: WarehouseClient;
  readonly close: () => Promise<void>;
}

export async function openStores(directory: string): Promise<Stores> {
  const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
  const engine = await startEngine({ directory: join(directory, 'warehouse') });
  const warehouse = openWarehouse(engine);
  return {
    ledger,
    engine,
    warehouse,
    close: async () => {
      await warehouse.close();
      await engine.stop();
      await ledger.close();
    },
  };
}

/** Writes two shops of the same people and orders, `mine` and `theirs`, into a new directory. */
export async function writeTwoShops(directory: string): Promise<void> {
  const { ledger, warehouse: sql, close } = await openStores(directory);
  await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
  for (const id of ['mine', 'theirs']) await writeShop({ ledger, sql, clock: () => NOW }, id);
  await close();
}

interface Parts {
  readonly ledger: Ledger;
  readonly sql: Sql;
  readonly clock: () => Instant;
}

async function writeShop(parts: Parts, id: string): Promise<void> {
  const { ledger } = parts;
  const { shop } = await ledger.shops.create({
    id: shopId(id),
    name: `The shop ${id}`,
    currency: 'GBP',
    timeZone: timeZone('Europe/London'),
    clock: null,
    generated: true,
    createdAt: NOW,
  });
  await ledger.connections.create(shop.id, { name: 'web', connector: 'files', config: {}, createdAt: NOW });
  await ingest(
    parts,
    shop,
    { connection: 'web', source: 'test', fingerprint: 'test', retry: null },
    items(records(id)),
  );
  await createSegment(parts, shop, { name: 'Buyers', query: 'number_of_orders > 0' }, 'test');
  await createSegment(parts, shop, { name: 'Big spenders', query: 'amount_spent >= 100' }, 'test');
  await advance(parts, shop);
}

/** Person n has n modulo 6 orders of n times ten pounds; person 1 has a second customer record with the same e-mail. */
function records(shop: string): RecordInput[] {
  const people = Array.from({ length: PEOPLE }, (_, index) => index + 1);
  const person = (id: string, n: number): RecordInput => ({
    kind: 'customer',
    externalId: id,
    version: { updatedAt: '2024-01-01T00:00:00Z' },
    email: `person-${n}@${shop}.example`,
    phone: `+4420794600${String(n).padStart(2, '0')}`,
    firstName: 'Person',
    lastName: `${shop} ${n}`,
    tags: n % 2 === 0 ? ['Even', 'tag'] : [],
  });
  const orders = people.flatMap((n) =>
    Array.from({ length: n % 6 }, (_, index): RecordInput => {
      const day = String(index + 1).padStart(2, '0');
      return {
        kind: 'order',
        externalId: `o${n}-${index + 1}`,
        version: { updatedAt: '2024-05-20T00:00:00Z' },
        name: `#${n}-${index + 1}`,
        placedAt: `2024-05-${day}T10:00:00Z`,
        channel: { id: 'web', kind: 'online_store' },
        customer: `c${n}`,
        currency: 'GBP',
        lines: [{ id: '1', product: 'tea', title: 'Tea', quantity: '2', listPrice: String(n * 5) }],
      };
    }),
  );
  return [...people.map((n) => person(`c${n}`, n)), person('c1-again', 1), ...orders];
}

async function* items(inputs: readonly RecordInput[]): AsyncGenerator<Item> {
  for (const [index, input] of inputs.entries()) {
    const reading = readRecord(input);
    if (reading.outcome === 'refused') throw new Error(reading.reason);
    yield { outcome: 'read', record: reading.record, rows: 1, place: `line ${index + 1}` };
  }
}
