import { type Json, type Keyset, type KeysetCursor, keyset } from '@clientele/connector-kit';
import { parseInstant } from '@clientele/model';
import { z } from 'zod';

/** Vendure shows milliseconds of a clock that counts microseconds. */
export const GRAIN_MS = 1;
/** Later than anything. A bound that includes its own time can only be asked for as a span. */
const END = '9000-01-01T00:00:00.000Z';

const identified = z.object({ id: z.string().min(1) });
const timed = z.object({ orderPlacedAt: z.string(), updatedAt: z.string() }).partial();

export type TimeField = keyof z.output<typeof timed>;

export function idOf(object: Json): string | undefined {
  return identified.safeParse(object).data?.id;
}

/** A list by one of its times, oldest first. What shares a time comes by id, as the server pages. */
export interface TimeWalk extends Keyset {
  /** The `options` of the list's page. */
  options(cursor: KeysetCursor): { readonly [name: string]: Json };
}

export function timeWalk(by: TimeField, pageSize: number): TimeWalk {
  const walk = keyset({
    grainMs: GRAIN_MS,
    pageSize,
    id: idOf,
    changedAt: (object) => parseInstant(timed.safeParse(object).data?.[by] ?? ''),
  });
  return {
    ...walk,
    options(cursor) {
      const start = walk.from(cursor);
      const filter = start === undefined ? {} : { [by]: { between: { start, end: END } } };
      return { filter, sort: { [by]: 'ASC' }, skip: (cursor.page - 1) * pageSize, take: pageSize };
    },
  };
}
