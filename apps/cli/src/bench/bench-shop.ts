import type { Item } from '@clientele/connector-kit';
import { type CustomerRecord, type Decimal, day, type SourceRecord, shopId, timeZone } from '@clientele/model';
import { CONNECTIONS, type Connection, world } from '@clientele/worlds';
import { Draw } from './draw.js';

/** How large a made shop is, and the seed that it is made of. */
export interface BenchSize {
  readonly people: number;
  readonly seed: number;
}

/** The shop that is measured; its clock stands on the day after its last order. */
export const BENCH_SHOP = {
  id: shopId('bench'),
  name: 'Bench',
  currency: 'GBP',
  timeZone: timeZone('Europe/London'),
  clock: day('2026-07-01'),
  generated: true,
} as const;

export const TAGS: readonly string[] = Array.from({ length: 40 }, (_, index) => `Tag ${index + 1}`);
export const COUNTRIES = ['GB', 'US', 'DE', 'FR', 'NL', 'ES', 'CA'] as const;

/** The days of its orders and events. */
export const [FIRST_DAY, LAST_DAY] = [day('2024-07-01'), day('2026-06-30')];

const RECORDS_PER_ROUND = 50_000;

/** All records of the shop, in rounds of a size that fits into memory, by connection. */
export function* benchRounds(size: BenchSize): Generator<Map<Connection, SourceRecord[]>> {
  const { seed } = size;
  const [lists, facts] = [new Draw(seed), new Draw(seed + 2)];
  let round = emptyRound();
  let records = 0;
  for (const { connection, record } of benchWorld(size).ordersOnly()) {
    round.get(connection)?.push(record.kind === 'customer' ? withFacts(withLists(record, lists), facts) : record);
    records += 1;
    if (records % RECORDS_PER_ROUND === 0) {
      yield round;
      round = emptyRound();
    }
  }
  if (records % RECORDS_PER_ROUND !== 0) yield round;
}

function benchWorld({ people, seed }: BenchSize) {
  const options = { timeZone: BENCH_SHOP.timeZone, currency: BENCH_SHOP.currency };
  return world({ seed, people, ...options, from: FIRST_DAY, to: LAST_DAY });
}

/** The ids of all its customer records. */
export function* benchCustomers(
  size: BenchSize,
): Generator<{ readonly connection: Connection; readonly customer: string }> {
  for (const { connection, record } of benchWorld(size).ordersOnly()) {
    if (record.kind === 'customer') yield { connection, customer: record.externalId };
  }
}

function emptyRound(): Map<Connection, SourceRecord[]> {
  return new Map(CONNECTIONS.map((connection) => [connection, []]));
}

/** The world's customers have neither tags nor a second address; questions about lists need some. */
function withLists(record: CustomerRecord, draw: Draw): CustomerRecord {
  const tags = Array.from({ length: draw.below(4) }, () => draw.pick(TAGS));
  const second = draw.below(5) === 0 ? [{ country: draw.pick(COUNTRIES) }] : [];
  return { ...record, tags: [...new Set(tags)], addresses: [...record.addresses, ...second] };
}

/** Nor places and attributes of their own. */
function withFacts(record: CustomerRecord, draw: Draw): CustomerRecord {
  const degrees = (from: number, to: number) => draw.money(from, to) as Decimal;
  const [first, ...others] = record.addresses;
  const coordinates = { latitude: degrees(50, 55), longitude: degrees(-4, 1) };
  const attributes = draw.below(5) === 0 ? {} : { loyalty_points: draw.below(5_000) };
  return { ...record, addresses: first === undefined ? [] : [{ ...first, coordinates }, ...others], attributes };
}

/** Records as a connector hands them over, one row each. */
export async function* itemsOf(records: readonly SourceRecord[]): AsyncGenerator<Item> {
  for (const [index, record] of records.entries()) {
    yield { outcome: 'read', record, rows: 1, place: `record ${index + 1}` };
  }
}
