import { dayOf, type Instant, type Shop } from '@clientele/model';
import {
  type CompileContext,
  type Condition,
  type CutoffKey,
  cutoffsThen,
  pastPasses,
  rankedThenQuery,
  requiredCutoffs,
} from '@clientele/segmentation';
import {
  addPastProfiles,
  dropPastProfiles,
  lastProfileNo,
  type NumberRange,
  newPastProfiles,
  pastSources,
} from '@clientele/warehouse';
import { holdOutAt } from './hold-out.js';
import { inHalves } from './in-halves.js';
import type { Parts } from './parts.js';
import { compileContext, frozenCutoffs } from './question.js';
import { queriesBehind, type SavedSegment } from './saved-segments.js';

/**
 * What a condition is compiled for at each of a shop's midnights, one after the other: by the cut-offs that held on the
 * day, or would have.
 */
export async function contextsAt(
  parts: Parts,
  shop: Shop,
  midnights: readonly Instant[],
  condition: Condition,
  segments: ReadonlyMap<string, SavedSegment>,
): Promise<readonly CompileContext[]> {
  const [begin] = midnights;
  if (begin === undefined) return [];
  const behind = queriesBehind([condition], segments);
  const at = { now: begin, today: dayOf(begin, shop.timeZone), own: false };
  const context = { ...(await compileContext(parts, shop, at)), segments: behind };
  const shares = await parts.ledger.holdOuts.list(shop.id);
  const contexts = midnights.map((now): CompileContext => {
    const { holdOut: _, ...same } = context;
    const holdOut = holdOutAt(shares, now);
    return { ...same, now, ...(holdOut && { holdOut }) };
  });
  const keys = new Set([condition, ...behind.values()].flatMap((one) => requiredCutoffs(one, context.rfm)));
  let known = contexts;
  for (const pass of pastPasses(keys)) known = await withCutoffs(parts, shop, pass, known);
  return known;
}

/** Takes the cut-offs of all midnights from one table of what everybody had; those that were frozen then stay as they were. */
async function withCutoffs(
  parts: Parts,
  shop: Shop,
  keys: readonly CutoffKey[],
  contexts: readonly CompileContext[],
): Promise<CompileContext[]> {
  const { sql } = parts;
  const rowsOf = async (range: NumberRange) => {
    const { sources, parameters } = await pastSources(sql, shop.id, range);
    const rows = rankedThenQuery(keys, contexts, sources);
    return { ...rows, params: { ...parameters, ...rows.params } };
  };
  const { columns } = await rowsOf({ first: 1, last: 1 });
  const end = await lastProfileNo(sql, shop.id);
  try {
    const table = await inHalves(RANKED_AT_ONCE, async (size) => {
      // Anew: what failed may have stored a part.
      const made = await newPastProfiles(sql, shop.id, columns);
      for (let first = 1; first <= end; first += size) {
        await addPastProfiles(sql, made, await rowsOf({ first, last: first + size - 1 }));
      }
      return made;
    });
    const taken = await cutoffsThen(keys, contexts, table, (query) => sql.query(query.sql, query.params));
    const found: CompileContext[] = [];
    for (const [place, context] of contexts.entries()) {
      const frozen = await frozenCutoffs(parts, shop, dayOf(context.now, shop.timeZone), keys);
      found.push({ ...context, cutoffs: new Map([...context.cutoffs, ...(taken[place] ?? []), ...frozen]) });
    }
    return found;
  } finally {
    await dropPastProfiles(sql, shop.id);
  }
}

/** Profiles whose values of a year one statement finds. */
const RANKED_AT_ONCE = 100_000;
