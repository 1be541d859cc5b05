import type { Segment } from '@clientele/ledger';
import { addToDay, dayOf, type Instant, msOfInstant, type Shop, startOfDay } from '@clientele/model';
import { pastQuery, turningOf } from '@clientele/segmentation';
import { forgetPast, inLane, lastProfileNo, pastSources, recordPast, WarehouseError } from '@clientele/warehouse';
import { readQuery } from './ask/read-query.js';
import { inHalves } from './in-halves.js';
import type { Parts } from './parts.js';
import { contextsAt } from './past-contexts.js';
import { persistently, wentAway } from './persistently.js';
import { beginningOf } from './segment-beginning.js';

/** How far back a segment's past is told. */
const DAYS = 365;

/** Where the past could not be worked out, whoever asks after so long has it tried again: there may be more memory then. */
const AGAIN_AFTER_MS = 60 * 60_000;

/** Profiles whose past one statement works out, and about how many days of each it looks at: where any may turn the answer, and where few may. */
const WHERE_ANY_DAY_TURNS = { profiles: 10_000, days: DAYS };
const WHERE_FEW_DAYS_TURN = { profiles: 100_000, days: 16 };

/** What working out the past of a segment came to. */
export type Backfilled =
  /** It is stored; or was before. */
  | { readonly outcome: 'stored' }
  /** There is nothing to tell: it was not evaluated yet, or was a list then. */
  | { readonly outcome: 'nothing' }
  | { readonly outcome: 'failed'; readonly message: string };

/**
 * Works out who was in a segment in the year before it was first evaluated, at each of the shop's midnights: by the
 * version that was, from the records that are dated before each; what has no dated history counts as it is now. Stored
 * apart from what is observed, once and for good; what failed is tried again after an hour. Profiles are done in the order of their numbers, and whatever a
 * crash leaves undone the next call does. Calls for one segment must not overlap.
 */
export function backfillSegment(
  parts: Parts,
  shop: Shop,
  segment: Segment,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<Backfilled> {
  const patient = { ...parts, sql: inLane(parts.sql, 'heavy') };
  return persistently(patient, () => workOut(patient, shop, segment, onProgress));
}

async function workOut(
  parts: Parts,
  shop: Shop,
  segment: Segment,
  onProgress: (done: number, of: number) => void,
): Promise<Backfilled> {
  const { ledger, sql, clock } = parts;
  const { id } = segment;
  const before = await ledger.backfills.get(shop.id, id);
  if (before?.finishedAt) {
    if (before.error === null) return { outcome: 'stored' };
    if (msOfInstant(clock()) - msOfInstant(before.finishedAt) < AGAIN_AFTER_MS) return failed(before.error);
  }
  const begun = await beginningOf(parts, shop.id, segment);
  if (begun?.asked == null) return { outcome: 'nothing' };
  const { observedFrom: until, asked } = begun;
  const midnights = midnightsBefore(until, shop);
  const [from = until] = midnights;
  await ledger.backfills.begin(shop.id, id, from, until);
  const read = await readQuery(parts, shop.id, asked.query);
  try {
    if (read.outcome === 'invalid') return await giveUp(read.errors[0]?.message ?? 'its query cannot be read');
    const contexts = await contextsAt(parts, shop, midnights, read.condition, read.segments);
    if (before !== undefined) await forgetPast(sql, shop.id, id, before.through);
    const turning = turningOf(read.condition, contexts);
    const { profiles: atOnce, days } = turning === 'every-day' ? WHERE_ANY_DAY_TURNS : WHERE_FEW_DAYS_TURN;
    const end = await lastProfileNo(sql, shop.id);
    const { condition } = read;
    let through = before?.through ?? 0;
    await inHalves(atOnce, async (size) => {
      while (through < end) {
        const last = Math.min(through + size, end);
        const { sources, parameters } = await pastSources(sql, shop.id, { first: through + 1, last });
        const answers = pastQuery(condition, contexts, sources, turning);
        const params = { ...parameters, ...answers.params };
        await recordPast(sql, shop.id, id, { sql: answers.sql, params }, until, days);
        await ledger.backfills.stored(shop.id, id, last);
        through = last;
        onProgress(last, end);
      }
    });
  } catch (error) {
    if (wentAway(error) || !(error instanceof WarehouseError)) throw error;
    return giveUp(error.message);
  }
  await ledger.backfills.finish(shop.id, id, clock());
  return { outcome: 'stored' };

  async function giveUp(reason: string): Promise<Backfilled> {
    const message = `Its past could not be worked out: ${reason}`;
    await ledger.backfills.finish(shop.id, id, clock(), message);
    return failed(message);
  }
}

function failed(message: string): Backfilled {
  return { outcome: 'failed', message };
}

/** The midnights of the shop before an instant, a year back. */
function midnightsBefore(until: Instant, { timeZone }: Shop): Instant[] {
  const today = dayOf(until, timeZone);
  return Array.from({ length: DAYS + 1 }, (_, day) => startOfDay(addToDay(today, day - DAYS, 'd'), timeZone)).filter(
    (midnight) => midnight < until,
  );
}
