import { type Instant, instant, instantOfMs, msOfInstant } from '@clientele/model';
import { z } from 'zod';
import type { CursorForm, Page } from '../connector.js';
import type { Json } from '../json.js';

/** Passes through a tick that is larger than a page, until two in a row bring the same. */
const MOST_PASSES = 6;

const pass = z.strictObject({ count: z.int(), sum: z.int() });
type Pass = z.output<typeof pass>;

const keysetCursor = z.strictObject({
  /** Everything before this tick of the platform's clock has been read; null where nothing has. */
  from: z.string().nullable(),
  /** From 1; above it only where one tick fills more than a page. */
  page: z.int().min(1),
  /** What this pass through the tick has brought, and the one before. */
  pass,
  before: pass.nullable(),
  passes: z.int(),
  /** The last object of the page before, where that was of the same tick. */
  behind: z.string().nullable().default(null),
});
export type KeysetCursor = z.output<typeof keysetCursor>;

const NOTHING: Pass = { count: 0, sum: 0 };

export interface KeysetOptions {
  /** The grain of the platform's clock. */
  readonly grainMs: number;
  readonly pageSize: number;
  /** The change time by which the platform sorts and filters; undefined where an object has none that can be read. */
  changedAt(object: Json): Instant | undefined;
  id(object: Json): string | undefined;
}

export interface Keyset {
  readonly cursor: CursorForm<KeysetCursor>;
  start(since: Instant | undefined): KeysetCursor;
  /** For a platform that answers what changed at this time or later. */
  from(cursor: KeysetCursor): Instant | undefined;
  /** For one that answers what changed after this time. */
  after(cursor: KeysetCursor): Instant | undefined;
  /** For one that counts no pages, but begins one behind an object: its id; undefined for the first page behind a bound. */
  behind(cursor: KeysetCursor): string | undefined;
  /** The page that came, sorted by change time, oldest first. */
  page(cursor: KeysetCursor, objects: readonly Json[]): Page<KeysetCursor>;
}

/**
 * Paging by change time on platforms that count pages, or begin one behind an object. A page number loses records when
 * one before it changes and the others move up, an object behind which a page begins when it moves itself; moving the
 * bound to the last time seen loses those that share that time. So each page is the first one after a bound, which moves
 * to the last time seen and includes it. Only where one tick fills a whole page, its pages are counted, and the tick is
 * read again until two passes bring the same.
 */
export function keyset({ grainMs, pageSize, changedAt, id }: KeysetOptions): Keyset {
  const tickOf = (object: Json) => {
    const at = changedAt(object);
    if (at === undefined) return undefined;
    const ms = msOfInstant(at);
    return ms - (((ms % grainMs) + grainMs) % grainMs);
  };
  const at = (tick: number, page = 1): KeysetCursor => ({
    from: instantOfMs(tick),
    page,
    pass: NOTHING,
    before: null,
    passes: 0,
    behind: null,
  });
  return {
    cursor: { version: 1, schema: keysetCursor },
    start: (since) => ({ from: since ?? null, page: 1, pass: NOTHING, before: null, passes: 0, behind: null }),
    from: ({ from }) => (from === null ? undefined : instant(from)),
    after: ({ from }) => (from === null ? undefined : instantOfMs(Date.parse(from) - grainMs)),
    behind: ({ behind }) => behind ?? undefined,
    page(cursor, objects) {
      const ticks = objects.map(tickOf);
      const last = ticks.findLast((one) => one !== undefined);
      const isLast = objects.length < pageSize;
      const tick = cursor.from === null ? undefined : Date.parse(cursor.from);
      const inTick = objects.filter((_, index) => ticks[index] === tick);
      const soFar = added(
        cursor.pass,
        inTick.map((object) => id(object) ?? ''),
      );
      if (!isLast && (last === undefined || last === tick)) {
        // The whole page is of one tick, or of none that can be read: the bound cannot move.
        const behind = objects.map(id).findLast((one) => one !== undefined) ?? cursor.behind;
        return { objects, next: { ...cursor, page: cursor.page + 1, pass: soFar, behind }, done: false };
      }
      const isSettled = cursor.page === 1 || same(soFar, cursor.before) || cursor.passes >= MOST_PASSES;
      if (!isSettled) {
        // Somebody may have left the tick meanwhile, and the others moved up unseen.
        const next = { ...cursor, page: 1, pass: NOTHING, before: soFar, passes: cursor.passes + 1, behind: null };
        return { objects, next, done: false };
      }
      return { objects, next: last === undefined ? cursor : at(last), done: isLast };
    },
  };
}

function added({ count, sum }: Pass, ids: readonly string[]): Pass {
  return { count: count + ids.length, sum: ids.reduce((total, id) => (total + hash32(id)) % 0x1_0000_0000, sum) };
}

function same(a: Pass, b: Pass | null): boolean {
  return b !== null && a.count === b.count && a.sum === b.sum;
}

/** FNV-1a: enough to tell two lists of ids apart. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
