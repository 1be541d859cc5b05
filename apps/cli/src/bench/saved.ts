import type { Shop } from '@clientele/model';
import { advance, count, deleteSegments, saveSegment } from '@clientele/pipeline';
import type { House } from '../house.js';
import type { Report } from '../verbs/verb.js';
import { type BenchRow, row, timesRow } from './bench-row.js';
import { BENCH_SHOP, type BenchSize, COUNTRIES, TAGS } from './bench-shop.js';
import { CHANGES, Changes } from './changes.js';
import { Draw } from './draw.js';

/** Saved segments, of which a small shop has fewer. */
const SEGMENTS = 500;

/** At most so many are counted one by one; of more, their time is taken for that of all. */
const COUNTED = 500;

const NAME = 'Varied ';

/**
 * Saves varied segments, and measures what it takes to evaluate all of them: for everybody at first, for everybody when
 * next to nothing has changed, one by one as counts, and for a thousand changed orders.
 *
 * @param segments so many
 */
export async function benchSaved(
  house: House,
  { people, seed }: BenchSize,
  rounds: number,
  products: readonly string[],
  report: Report,
  segments = SEGMENTS,
): Promise<BenchRow[]> {
  const shop = await house.shop(BENCH_SHOP.id);
  await forgetFormer(house, shop);
  const draw = new Draw(seed);
  const queries = Array.from({ length: Math.min(segments, Math.ceil(people / 10)) }, () => variedQuery(draw, products));
  const how = `${queries.length} saved segments of one to three conditions (of ten: four traits, two lists, two products, one of orders, one of events or a sequence), ${people} people, seed ${seed}`;
  for (const [index, query] of queries.entries()) {
    await saveSegment(house, shop, { name: `${NAME}${index + 1}`, query }, 'bench');
    report({ label: 'saving segments', done: index + 1, of: queries.length });
  }
  const first = await timed(() => advance(house, shop));
  await markAll(house, shop);
  const again = await timed(() => advance(house, shop));
  const counted = queries.slice(0, COUNTED);
  const oneByOne = await timed(async () => {
    for (const query of counted) await count(house, shop, query);
  });
  const changes = new Changes(house, shop, new Draw(seed + 1), products);
  const delays: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    delays.push(await timed(() => changes.once()));
    report({ label: 'changing orders', done: round + 1, of: rounds });
  }
  return [
    row('segments: all saved, at first', 'ms', first, null, `${how}: computed, and every entry stored`),
    row(
      'segments: all saved',
      'ms',
      again,
      (oneByOne * queries.length) / counted.length,
      `${how}: computed and compared; beside a count of each, one by one${counted.length < queries.length ? `, by the first ${counted.length}` : ''}`,
    ),
    timesRow(
      'segments: changed orders',
      delays,
      null,
      `${how}: ${CHANGES} changed orders, to recorded entries and exits`,
    ),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Segments of a run before would have members already, and may be more. */
async function forgetFormer(house: House, shop: Shop): Promise<void> {
  const former = (await house.ledger.segments.list(shop.id)).filter(({ name }) => name.startsWith(NAME));
  if (former.length === 0) return;
  const deleted = former.map(({ id }) => id);
  await deleteSegments(house, shop, deleted);
  await advance(house, shop);
}

/** Has all segments evaluated anew for everybody. */
async function markAll({ ledger }: House, shop: Shop): Promise<void> {
  await ledger.membershipStates.evaluating(shop.id, await ledger.segments.list(shop.id), 'records');
}

/** Windows as people write them: many segments ask for the same. */
const DAYS = [7, 14, 30, 45, 60, 90, 120, 180, 270, 365, 540] as const;

type Drawn = (draw: Draw, products: readonly string[]) => string;

const TRAITS: readonly Drawn[] = [
  (draw) => `amount_spent > ${draw.between(1, 60) * 50}`,
  (draw) => `number_of_orders >= ${draw.between(1, 30)}`,
  (draw) => `last_order_date >= -${draw.pick(DAYS)}d`,
  (draw) => `first_order_date < -${draw.pick(DAYS)}d`,
  (draw) => `average_order_value < ${draw.between(2, 40) * 10}`,
  (draw) => `rfm_recency >= ${draw.between(2, 5)}`,
  (draw) => `discounted_order_share > 0.${draw.between(1, 9)}`,
  (draw) => `days_since_last_order BETWEEN ${draw.pick(DAYS)} AND ${draw.between(541, 700)}`,
];
const LISTS: readonly Drawn[] = [
  (draw) => `customer_tags CONTAINS '${draw.pick(TAGS)}'`,
  (draw) => `customer_countries CONTAINS '${draw.pick(COUNTRIES)}'`,
];
const PRODUCTS: readonly Drawn[] = [
  (draw, products) => `products_purchased MATCHES (id = '${draw.pick(products)}')`,
  (draw, products) => `products_purchased NOT MATCHES (id = '${draw.pick(products)}')`,
  (draw, products) =>
    `products_purchased MATCHES (id = '${draw.pick(products)}', date >= -${draw.pick(DAYS)}d, count >= 2)`,
];
const ORDERS: readonly Drawn[] = [
  (draw) => `orders_placed MATCHES (date >= -${draw.pick(DAYS)}d, count >= ${draw.between(1, 5)})`,
  (draw) => `orders_placed NOT MATCHES (date >= -${draw.pick(DAYS)}d)`,
  (draw) => `orders_placed MATCHES (amount > ${draw.between(2, 40) * 10}, count >= ${draw.between(1, 5)})`,
  (draw) => `orders_placed MATCHES (date >= -${draw.pick(DAYS)}d, sum_amount > ${draw.between(1, 40) * 50})`,
];
const EVENTS: readonly Drawn[] = [
  (draw) => `events.product_viewed MATCHES (date >= -${draw.pick(DAYS)}d, count >= ${draw.between(1, 4)})`,
  (draw) => `events.message_opened NOT MATCHES (date >= -${draw.pick(DAYS)}d)`,
  (draw) => `events.product_added MATCHES (date >= -${draw.pick(DAYS)}d)`,
  (draw) => `SEQUENCE (events.product_viewed THEN events.product_added WITHIN ${draw.pick(DAYS)}d)`,
];
const MIX = [TRAITS, TRAITS, TRAITS, TRAITS, LISTS, LISTS, PRODUCTS, PRODUCTS, ORDERS, EVENTS];

function variedQuery(draw: Draw, products: readonly string[]): string {
  const conditions = Array.from({ length: draw.pick([1, 2, 2, 3]) }, () => draw.pick(draw.pick(MIX))(draw, products));
  return conditions.join(draw.pick([' AND ', ' AND ', ' AND ', ' AND ', ' OR ']));
}
