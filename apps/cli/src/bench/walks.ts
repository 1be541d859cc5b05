import type { Shop } from '@clientele/model';
import { exportMembers, segmentChanges } from '@clientele/pipeline';
import type { House } from '../house.js';
import type { Report } from '../verbs/verb.js';
import { type BenchRow, row } from './bench-row.js';
import type { BenchSize } from './bench-shop.js';
import { peakRows, resetPeak } from './process-memory.js';

const CHANGES_A_PAGE = 5_000;
/** A large shop has more than need be read to tell. */
const MOST_CHANGES = 1_000_000;

/** Takes all members out, and goes through the recorded changes page by page: how many a second, and in how much memory. */
export async function benchWalks(
  house: House,
  shop: Shop,
  { people, seed }: BenchSize,
  report: Report,
): Promise<BenchRow[]> {
  const processes = { server: process.pid, engine: house.engine.pid() };
  for (const pid of Object.values(processes)) if (pid !== undefined) resetPeak(pid);
  const how = `${people} people, seed ${seed}`;

  let members = 0;
  const began = performance.now();
  await exportMembers(house, shop, 'number_of_orders >= 1', {
    by: 'bench',
    take: async (some) => {
      members += some.length;
      report({ label: 'taking members out', done: members, of: people });
    },
  });
  const exported = row(
    'segments: members taken out',
    'profiles/s',
    members / ((performance.now() - began) / 1000),
    null,
    `${how}: all ${members}, with name, e-mail and telephone`,
  );

  let [changes, after] = [0, undefined as string | undefined];
  const from = performance.now();
  while (changes < MOST_CHANGES) {
    const page = await segmentChanges(house, shop, {
      limit: CHANGES_A_PAGE,
      ...(after === undefined ? {} : { after }),
    });
    if (page.outcome === 'refused') throw new Error(page.message);
    changes += page.changes.length;
    if (page.changes.length < CHANGES_A_PAGE) break;
    after = page.changes.at(-1)?.cursor;
    report({ label: 'going through changes', done: changes, of: MOST_CHANGES });
  }
  const walked = row(
    'segments: changes gone through',
    'changes/s',
    changes / ((performance.now() - from) / 1000),
    null,
    `${how}: the first ${changes} entries and exits, ${CHANGES_A_PAGE} a page`,
  );
  return [exported, walked, ...peakRows('segments: members and changes', processes)];
}
