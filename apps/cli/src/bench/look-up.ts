import { setTimeout as delay } from 'node:timers/promises';
import { preview, showProfile } from '@clientele/pipeline';
import type { House } from '../house.js';
import { type BenchRow, timesRow } from './bench-row.js';
import { BENCH_SHOP, type BenchSize } from './bench-shop.js';
import { Draw } from './draw.js';
import { peakRows, resetPeak } from './process-memory.js';

const PREVIEWS = 20;
/** What somebody who types leaves a preview. */
const PATIENCE_MS = 15;

/** Twenty previews that are given up one after the other, then the look-up of one person. */
export async function benchLookUp(house: House, size: BenchSize, rounds: number): Promise<BenchRow[]> {
  const shop = await house.shop(BENCH_SHOP.id);
  const draw = new Draw(size.seed);
  const ids = await house.sql.query<{ profile_id: string; profile_no: number }>(
    `SELECT profile_id, profile_no FROM profile_ids WHERE shop = {shop:String}
     ORDER BY sipHash64(profile_id) LIMIT {limit:UInt32}`,
    { shop: shop.id, limit: rounds },
    { lane: 'heavy' },
  );
  const processes = { server: process.pid, engine: house.engine.pid() };
  for (const pid of Object.values(processes)) if (pid !== undefined) resetPeak(pid);
  const [ours, other]: [number[], number[]] = [[], []];
  for (const { profile_id, profile_no } of ids) {
    for (let number = 0; number < PREVIEWS; number += 1) {
      const given = new AbortController();
      const query = `orders_placed MATCHES (date >= -${draw.between(20, 700)}d, sum_amount > ${draw.money(10, 900)})`;
      // Whoever types does not wait for what was given up.
      preview(house, shop, query, { sample: 5 }, { signal: given.signal }).catch(() => undefined);
      await delay(PATIENCE_MS);
      given.abort();
    }
    const started = performance.now();
    const shown = await showProfile(house, shop, profile_id);
    ours.push(performance.now() - started);
    if (shown === undefined) throw new Error('a profile that is there was not found');
    const again = performance.now();
    await house.sql.query('SELECT * FROM profiles WHERE shop = {shop:String} AND profile_no = {no:UInt32}', {
      shop: shop.id,
      no: profile_no,
    });
    other.push(performance.now() - again);
  }
  const how = `after ${PREVIEWS} aborted previews: records, traits and segments of one of ${size.people} people; beside it a bare read of the row, ${ids.length} times`;
  return [timesRow('look-up', ours, other, how), ...peakRows('look-up', processes)];
}
