import {
  type Instant,
  instant,
  type ProfileId,
  type RecordInput,
  readRecord,
  type Shop,
  type ShopId,
  shopId,
  timeZone,
} from '@clientele/model';
import {
  assignProfiles,
  connectServer,
  deriveProfiles,
  type Engine,
  nameProfiles,
  RecordWriter,
  type WarehouseClient,
} from './index.js';

export const T1: Instant = instant('2024-05-21T00:00:00Z');
export const T2: Instant = instant('2024-05-22T00:00:00Z');

const { CLICKHOUSE_URL: server } = process.env;
if (server === undefined) {
  console.log("The warehouse's repositories are not tried on a ClickHouse server: CLICKHOUSE_URL is not set.");
}

/** By name each implementation that is present; the embedded engine also by its address, as a server is reached. */
export function enginesBeside(embedded: () => Engine): readonly (readonly [name: string, engine: () => Engine])[] {
  const byAddress = () => connectServer(embedded().url.replace('//', `//default:${embedded().password}@`));
  return [
    ['the embedded engine', embedded],
    ['an engine by its address', byAddress],
    ...(server === undefined ? [] : ([['a ClickHouse server', () => connectServer(server)]] as const)),
  ];
}

/** A shop of its own, also where a server keeps what earlier runs wrote, and what the ledger does for it. */
export class TestShop {
  readonly shop: Shop;
  readonly #sql: WarehouseClient;
  #customers = 0;
  #batches = 0;

  constructor(sql: WarehouseClient, name: string) {
    this.#sql = sql;
    this.shop = {
      id: shopId(`${name}-${process.pid}-${process.hrtime.bigint()}`),
      name,
      currency: 'GBP',
      timeZone: timeZone('Europe/London'),
      clock: null,
      generated: true,
      createdAt: T1,
    };
  }

  get id(): ShopId {
    return this.shop.id;
  }

  /** Writes one batch; for each record whether it changed anything. */
  async write(connection: string, inputs: readonly RecordInput[]): Promise<readonly boolean[]> {
    const records = inputs.map((input) => {
      const reading = readRecord(input);
      if (reading.outcome === 'refused') throw new Error(reading.reason);
      return reading.record;
    });
    this.#batches += 1;
    const writer = new RecordWriter(this.#sql, this.shop, connection, async (count) => {
      this.#customers += count;
      return this.#customers - count + 1;
    });
    const prepared = await writer.prepare(records);
    await prepared.write(this.#batches);
    return prepared.accepted;
  }

  /** Says whose records are one person: profile `no` gets the id `p_no`; and derives those profiles. */
  async place(profiles: Readonly<Record<number, readonly number[]>>, version = this.#batches): Promise<void> {
    const numbers = Object.keys(profiles).map(Number);
    const named = numbers.map((no) => ({ no, id: `p_${no}` as ProfileId }));
    await nameProfiles(this.#sql, this.id, named);
    const assignments = numbers.flatMap((profile) =>
      (profiles[profile] ?? []).map((customer) => ({ customer, profile })),
    );
    await assignProfiles(this.#sql, this.id, version, assignments, []);
    await deriveProfiles(this.#sql, this.id, new Map(numbers.map((no) => [no, profiles[no] ?? []])));
  }
}

export function customer(externalId: string, updatedAt: Instant, more: object = {}): RecordInput {
  return { kind: 'customer', externalId, version: { updatedAt }, ...more };
}

/** Something that was looked at on 20 May 2024 at noon in London. */
export function event(externalId: string, updatedAt: Instant, customer?: string, more: object = {}): RecordInput {
  return {
    kind: 'event',
    externalId,
    version: { updatedAt },
    name: 'product_viewed',
    at: '2024-05-20T11:00:00Z',
    channel: { id: 'web', kind: 'online_store' },
    ...(customer === undefined ? {} : { customer }),
    ...more,
  };
}

/** An order of one line of two pieces. */
export function order(externalId: string, updatedAt: Instant, customer?: string, price = '10'): RecordInput {
  return {
    kind: 'order',
    externalId,
    version: { updatedAt },
    placedAt: `2024-05-${10 + Number(externalId.slice(1))}T10:00:00Z`,
    channel: { id: 'web', kind: 'online_store' },
    currency: 'GBP',
    lines: [{ id: '1', product: 'tea', quantity: '2', listPrice: price }],
    ...(customer === undefined ? {} : { customer }),
  };
}
