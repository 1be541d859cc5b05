import type { Json, Page } from '@clientele/connector-kit';
import type { Instant } from '@clientele/model';
import { z } from 'zod';

/** Objects on the first page. The most expensive ones cost some 160 points each, of the 1000 that a question may cost. */
export const FIRST_PAGE = 5;
/** Objects on the longest page. */
export const LONGEST_PAGE = 100;
/** What a page may cost, below the 1000 that a question may: the bucket of the smallest plan holds two of them. */
const POINTS_OF_A_PAGE = 900;

export const walkCursor = z.strictObject({
  by: z.literal('pages'),
  /** What is asked for changed then or later; everything where null. */
  since: z.string().nullable(),
  /** After this place of the list; from its beginning where null. */
  after: z.string().nullable(),
  /** Objects on the next page. */
  first: z.int().min(1).max(LONGEST_PAGE),
  /** After so many more pages, where others follow, all is asked for by a bulk operation instead; null where it is not. */
  untilBulk: z.int().min(1).nullable(),
});
export type WalkCursor = z.output<typeof walkCursor>;

/** Pages of what changed since then, of everything where that is undefined; to their end, or so many of them. */
export function startOfWalk(since: Instant | undefined, longest: number, untilBulk: number | null): WalkCursor {
  return { by: 'pages', since: since ?? null, after: null, first: Math.min(FIRST_PAGE, longest), untilBulk };
}

/** What a page brought, and what Shopify said that it might cost. */
export interface AnsweredPage {
  readonly objects: readonly Json[];
  /** The place after the last object; undefined where nothing follows. */
  readonly after: string | undefined;
  readonly requestedCost: number | undefined;
  /** Objects on the longest page that may be asked for. */
  readonly longest: number;
}

/** The variables of the question for the next page. */
export function variablesOf({ since, after, first }: WalkCursor): { readonly [name: string]: Json } {
  // How many there are is asked once, and only where all of them are.
  const counts = since === null && after === null;
  return { first, after, query: since === null ? null : `updated_at:>='${since}'`, counts };
}

/**
 * Pages of a list that is sorted by change time. A place in it is the time and id of the object before, not a number: what
 * changes meanwhile moves to the end, and what shares a time is in the order of ids. Pages become as long as their cost lets
 * them: Shopify tells it beforehand with each.
 */
export function walked(cursor: WalkCursor, { objects, after, ...said }: AnsweredPage): Page<WalkCursor> {
  const first = nextLength(cursor.first, said);
  if (after === undefined) return { objects, next: { ...cursor, first }, done: true };
  const untilBulk = cursor.untilBulk === null ? null : cursor.untilBulk - 1;
  return { objects, next: { ...cursor, after, first, untilBulk }, done: false };
}

function nextLength(
  first: number,
  { requestedCost, longest }: Pick<AnsweredPage, 'requestedCost' | 'longest'>,
): number {
  if (requestedCost === undefined || requestedCost <= 0) return first;
  return Math.min(longest, Math.max(1, Math.floor((first * POINTS_OF_A_PAGE) / requestedCost)));
}
