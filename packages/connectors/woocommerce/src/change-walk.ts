import type { CursorForm, Json, Page } from '@clientele/connector-kit';
import { type Instant, instantOfMs } from '@clientele/model';
import { z } from 'zod';

/** WooCommerce's clock counts seconds. */
export const GRAIN_MS = 1000;

/** Passes through a second that fills more than a page, until two in a row bring the same. */
const MOST_PASSES = 6;

const pass = z.strictObject({ count: z.int(), sum: z.int() });

const walk = z.strictObject({
  /** All that changed before this has been read; null where nothing has. */
  from: z.iso.datetime().nullable(),
  /** Set while that one second is read, which fills more than a page. */
  second: z.strictObject({ page: z.int().min(1), pass, before: pass.nullable(), passes: z.int() }).nullable(),
});
export type ChangeWalk = z.output<typeof walk>;
type Second = NonNullable<ChangeWalk['second']>;

const NOTHING = { count: 0, sum: 0 };
const SECOND: Second = { page: 1, pass: NOTHING, before: null, passes: 0 };

const dated = z.object({ id: z.number(), date_modified_gmt: z.string() });

export const changeCursor: CursorForm<ChangeWalk> = { version: 1, schema: walk };

export function startOfWalk(since: Instant | undefined): ChangeWalk {
  return { from: since ?? null, second: null };
}

/**
 * The question for a page of orders or products by when they changed, oldest first: always the first page after a bound,
 * because numbered pages shift when something changes. The bound is exclusive, so it is asked for a second earlier. Within
 * a second WooCommerce has no order of its own (in 7.9 it differs from page to page): one that fills more than a page is
 * asked for by itself, by id.
 */
export function queryOf({ from, second }: ChangeWalk, pageSize: number) {
  const paging = { per_page: pageSize, order: 'asc', status: 'any', dates_are_gmt: true };
  if (from === null) return { ...paging, orderby: 'modified' };
  const modified_after = gmt(Date.parse(from) - GRAIN_MS);
  if (second === null) return { ...paging, orderby: 'modified', modified_after };
  const modified_before = gmt(Date.parse(from) + GRAIN_MS);
  return { ...paging, orderby: 'id', modified_after, modified_before, page: second.page };
}

/** The page that came, and how to go on. */
export function walked(cursor: ChangeWalk, objects: readonly Json[], pageSize: number): Page<ChangeWalk> {
  const isFull = objects.length >= pageSize;
  if (cursor.second !== null)
    return { objects, next: withinSecond(cursor, cursor.second, objects, isFull), done: false };
  if (!isFull) return { objects, next: cursor, done: true };
  const times = objects.flatMap((object) => dated.safeParse(object).data?.date_modified_gmt ?? []);
  const [first, last] = [times[0], times.at(-1)];
  // Where no time can be read, the second that was asked for is read by itself, which needs none.
  const from = last === undefined ? cursor.from : `${last.replace(/Z$/, '')}Z`;
  if (from === null) throw new Error('no change time can be read on a whole page');
  return { objects, next: { from, second: first === last ? SECOND : null }, done: false };
}

function withinSecond({ from }: ChangeWalk, second: Second, objects: readonly Json[], isFull: boolean): ChangeWalk {
  const soFar = {
    count: second.pass.count + objects.length,
    sum: objects.reduce(
      (sum: number, object) => (sum + (dated.safeParse(object).data?.id ?? 0)) % 2 ** 32,
      second.pass.sum,
    ),
  };
  if (isFull) return { from, second: { ...second, page: second.page + 1, pass: soFar } };
  const { before, passes } = second;
  const isSettled = second.page === 1 || (before?.count === soFar.count && before.sum === soFar.sum);
  // Who leaves the second lets the others move up unseen: only two passes that bring the same have brought all.
  if (!isSettled && passes < MOST_PASSES) return { from, second: { ...SECOND, before: soFar, passes: passes + 1 } };
  return { from: instantOfMs(Date.parse(from ?? '') + GRAIN_MS), second: null };
}

/** A time as WooCommerce takes it in a question, in UTC. */
function gmt(ms: number): string {
  return instantOfMs(ms).slice(0, 19);
}
