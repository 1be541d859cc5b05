import type { Shop } from '@clientele/model';
import { advance, backfillSegment, deleteSegments, saveSegment } from '@clientele/pipeline';
import type { House } from '../house.js';
import type { Report } from '../verbs/verb.js';
import { type BenchRow, row } from './bench-row.js';
import type { BenchSize } from './bench-shop.js';
import { peakRows, resetPeak } from './process-memory.js';

/** A new segment of each kind whose past is found in another way. */
const PASTS: readonly { readonly of: string; readonly query: (products: readonly string[]) => string }[] = [
  { of: 'an order count', query: () => 'number_of_orders >= 3' },
  { of: 'a sum', query: () => 'sum_amount OF orders_placed (date >= -90d) > 100' },
  { of: 'a purchase', query: ([first]) => `products_purchased MATCHES (id = '${first}', date >= -90d)` },
  { of: 'an anniversary', query: () => "anniversary('first_order_date') BETWEEN today AND +7d" },
  { of: 'a percentile', query: () => 'amount_spent IN TOP 10%' },
  { of: 'an RFM group', query: () => "rfm_group = 'CHAMPIONS'" },
];

/** Saves a segment of each kind, and measures what it takes to tell who was in it on each day of the year before. */
export async function benchPast(
  house: House,
  shop: Shop,
  { people, seed }: BenchSize,
  products: readonly string[],
  report: Report,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [index, { of, query }] of PASTS.entries()) {
    const name = `segments: past of ${of} (365 days)`;
    const asked = query(products);
    // Of a name of its own: one that an interrupted run left has its past.
    const saved = await saveSegment(house, shop, { name: `Past of ${of}, ${house.clock()}`, query: asked }, 'bench');
    if (saved.outcome !== 'created') throw new Error(`${asked} was not saved`);
    await advance(house, shop);
    const engine = house.engine.pid();
    if (engine !== undefined) resetPeak(engine);
    const started = performance.now();
    const answer = await backfillSegment(house, shop, saved.segment);
    const ms = performance.now() - started;
    if (answer.outcome !== 'stored') throw new Error(`${asked}: ${JSON.stringify(answer)}`);
    const how = `${asked}: a new segment's past, worked out and stored; ${people} people, seed ${seed}`;
    rows.push(row(name, 'ms', ms, null, how), ...peakRows(name, { engine }));
    await deleteSegments(house, shop, [saved.segment.id]);
    report({ label: 'telling pasts', done: index + 1, of: PASTS.length });
  }
  await advance(house, shop);
  return rows;
}
