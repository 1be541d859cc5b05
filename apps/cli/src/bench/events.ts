import { type EventRecord, instantOfMs, msOfInstant, type SourceRecord, startOfDay } from '@clientele/model';
import type { Connection } from '@clientele/worlds';
import { BENCH_SHOP, type BenchSize, benchCustomers, FIRST_DAY, LAST_DAY } from './bench-shop.js';
import { Draw } from './draw.js';

/** What people do in the shop, the commoner the oftener. */
const NAMES = [
  ...(['product_viewed', 'product_viewed', 'product_viewed', 'product_viewed', 'product_added'] as const),
  ...(['page_viewed', 'page_viewed', 'message_opened', 'cart_viewed', 'review_submitted'] as const),
];
const MOST_OF_A_PERSON = 20;
const RECORDS_PER_ROUND = 50_000;

/** Ten events a person on average, spread over the two years of its orders; in rounds, by connection. */
export function* eventRounds(size: BenchSize): Generator<Map<Connection, SourceRecord[]>> {
  const [draw, ratings] = [new Draw(size.seed + 1), new Draw(size.seed + 3)];
  const first = msOfInstant(startOfDay(FIRST_DAY, BENCH_SHOP.timeZone));
  const minutes = (msOfInstant(startOfDay(LAST_DAY, BENCH_SHOP.timeZone)) - first) / 60_000;
  let round = new Map<Connection, SourceRecord[]>();
  let records = 0;
  for (const { connection, customer } of benchCustomers(size)) {
    const events = Array.from({ length: draw.below(MOST_OF_A_PERSON + 1) }, (_, index): EventRecord => {
      const at = instantOfMs(first + draw.below(minutes) * 60_000);
      const name = draw.pick(NAMES);
      return {
        kind: 'event',
        externalId: `${customer}-${index}`,
        version: { updatedAt: at, tiebreak: 0 },
        name,
        at,
        channel: { id: 'web', kind: 'online_store' },
        customer,
        properties: name === 'review_submitted' ? { rating: 1 + ratings.below(5) } : {},
      };
    });
    const some = round.get(connection) ?? [];
    for (const event of events) some.push(event);
    round.set(connection, some);
    records += events.length;
    if (records < RECORDS_PER_ROUND) continue;
    yield round;
    round = new Map();
    records = 0;
  }
  if (records > 0) yield round;
}
