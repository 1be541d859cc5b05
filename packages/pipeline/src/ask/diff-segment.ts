import { type Decimal, decimalSum, type Instant, type Shop } from '@clientele/model';
import { changeQuery } from '@clientele/segmentation';
import type { RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { membership } from '../membership.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import type { FoundProfile } from './find-profile.js';
import { named } from './profile-page.js';
import { type QueryFault, readQuery } from './read-query.js';
import { type StaleReference, staleReferences } from './stale-references.js';

/** Some of the profiles that another query would concern. */
export interface Concerned {
  readonly count: number;
  /** What they spent, in the shop's currency. */
  readonly revenue: Decimal;
  /** The first few, oldest profile first. */
  readonly sample: readonly FoundProfile[];
}

export interface Difference {
  readonly outcome: 'compared';
  readonly entering: Concerned;
  readonly leaving: Concerned;
  readonly staying: Concerned;
  readonly stale: readonly StaleReference[];
}

/** Which of two texts cannot be read, and why. */
export interface UnreadText {
  readonly outcome: 'invalid';
  readonly errors: readonly QueryFault[];
  readonly text: string;
}

/**
 * Who would enter and leave a saved segment if a query took its place, at the shop's own time or at another, and what
 * they spent.
 *
 * @param sample how many of each to name
 * @param options with a key, the newest comparison of that key ends the one before
 */
export async function diffSegment(
  parts: Parts,
  shop: Shop,
  segment: string,
  query: string,
  { sample, asked }: { readonly sample: number; readonly asked?: Instant | undefined },
  options: RequestOptions = {},
): Promise<Difference | UnreadText> {
  const [before, after] = [await readQuery(parts, shop.id, segment), await readQuery(parts, shop.id, query)];
  if (before.outcome === 'invalid') return { ...before, text: segment };
  if (after.outcome === 'invalid') return { ...after, text: query };
  // Whoever was added or excluded by hand stays so.
  const then = before.segment === null ? after.condition : membership(before.segment, after.condition);
  const conditions = [before.condition, then];
  const at = asOf(parts, shop, asked);
  const question = await prepare(parts, shop, at, conditions, after.segments, options);
  const [was, is] = question.conditions;
  if (was === undefined || is === undefined) throw new Error('two conditions were prepared');
  const compiled = changeQuery(was, is, question.context, sample);
  const rows = await parts.sql.query<ChangeRow>(compiled.sql, compiled.params, options);
  const concerned = async (was: number, is: number): Promise<Concerned> => {
    const found = rows.find((row) => row.was === was && row.is === is);
    const sampled = found === undefined ? [] : await named(parts, shop, found.sample);
    return { count: Number(found?.count ?? 0), revenue: decimalSum(found?.spent ?? '0'), sample: sampled };
  };
  const [entering, leaving, staying] = await Promise.all([concerned(0, 1), concerned(1, 0), concerned(1, 1)]);
  const stale = await staleReferences(parts, shop, at, conditions, after.segments);
  return { outcome: 'compared', entering, leaving, staying, stale };
}

interface ChangeRow {
  readonly was: number;
  readonly is: number;
  readonly count: string;
  readonly spent: string;
  readonly sample: readonly number[];
}
