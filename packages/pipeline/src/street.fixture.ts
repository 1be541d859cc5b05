import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Item } from '@clientele/connector-kit';
import { type Ledger, loadKey, openLedger } from '@clientele/ledger';
import { type Instant, instant, type RecordInput, readRecord, type Shop, shopId, timeZone } from '@clientele/model';
import { type Engine, openWarehouse, prepareWarehouse, startEngine, type WarehouseClient } from '@clientele/warehouse';
import { inject } from 'vitest';
import type { Parts } from './parts.js';

/** Tests do not lose power, only processes: what the system has, stays. Waiting for disks would take most of their time. */
export const UNSYNCED_TABLE_SETTINGS = 'fsync_after_insert = 0, fsync_part_directory = 0';

/** Real stores in a directory of their own. */
export interface Stores {
  readonly ledger: Ledger;
  readonly sql: WarehouseClient;
  readonly engine: Engine;
  readonly close: () => Promise<void>;
}

/** Stores of a test's own: a copy of those that are prepared once for all tests. */
export async function openStores(): Promise<Stores> {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-street-'));
  // Links within it are relative, and are to stay so.
  await cp(inject('preparedStores'), directory, { recursive: true, verbatimSymlinks: true });
  const stores = await storesIn(directory);
  return {
    ...stores,
    close: async () => {
      await stores.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Leaves empty stores with the schema of this release in a directory. */
export async function prepareStores(directory: string): Promise<void> {
  const { sql, close } = await storesIn(directory);
  await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
  await close();
}

async function storesIn(directory: string): Promise<Stores> {
  const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
  const engine = await startEngine({ directory: join(directory, 'warehouse') });
  const sql = openWarehouse(engine);
  return {
    ledger,
    sql,
    engine,
    close: async () => {
      await sql.close();
      await engine.stop();
      await ledger.close();
    },
  };
}

export const NOW: Instant = instant('2024-06-01T12:00:00Z');

export function partsOf(stores: Stores, now: Instant = NOW): Parts {
  return { ledger: stores.ledger, sql: stores.sql, clock: () => now };
}

/** A new shop with the connections `web` and `till`. */
export async function newShop({ ledger }: Stores, id: string): Promise<Shop> {
  const { shop } = await ledger.shops.create({
    id: shopId(id),
    name: id,
    currency: 'GBP',
    timeZone: timeZone('Europe/London'),
    clock: null,
    generated: true,
    createdAt: NOW,
  });
  for (const name of ['web', 'till']) {
    await ledger.connections.create(shop.id, { name, connector: 'files', config: {}, createdAt: NOW });
  }
  return shop;
}

/** Items as a connector hands them over, one row each. */
export async function* items(inputs: readonly RecordInput[]): AsyncGenerator<Item> {
  for (const [index, input] of inputs.entries()) {
    const reading = readRecord(input);
    const place = `line ${index + 1}`;
    yield reading.outcome === 'read'
      ? { outcome: 'read', record: reading.record, rows: 1, place }
      : { outcome: 'refused', reason: reading.reason, place, body: JSON.stringify(input), rows: 1 };
  }
}

export function customer(externalId: string, updatedAt: string, more: object = {}): RecordInput {
  return { kind: 'customer', externalId, version: { updatedAt }, ...more };
}

export function order(
  externalId: string,
  updatedAt: string,
  more: { customer?: string; price?: string } = {},
): RecordInput {
  const { customer: buyer, price = '10' } = more;
  return {
    kind: 'order',
    externalId,
    version: { updatedAt },
    placedAt: '2024-05-20T10:00:00Z',
    channel: { id: 'web', kind: 'online_store' },
    currency: 'GBP',
    lines: [{ id: '1', product: 'tea', quantity: '2', listPrice: price }],
    ...(buyer === undefined ? {} : { customer: buyer }),
  };
}
