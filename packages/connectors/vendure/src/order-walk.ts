import type { CursorForm, Json, KeysetCursor, Page, Round } from '@clientele/connector-kit';
import { type Instant, instant } from '@clientele/model';
import { z } from 'zod';
import { timeWalk } from './time-walk.js';

/**
 * How far a round has come. Placing an order does not move the time of its change, so a round of changes asks twice: first
 * for the orders placed since then, and then for those changed.
 */
export interface OrderCursor {
  readonly by: 'orderPlacedAt' | 'updatedAt';
  readonly at: KeysetCursor;
  /** Since when changes are still to be asked for; null where they are not. */
  readonly changedSince: string | null;
  readonly [name: string]: Json;
}

export function orderWalk(pageSize: number) {
  const walks = { orderPlacedAt: timeWalk('orderPlacedAt', pageSize), updatedAt: timeWalk('updatedAt', pageSize) };
  const schema = z.strictObject({
    by: z.enum(['orderPlacedAt', 'updatedAt']),
    at: walks.orderPlacedAt.cursor.schema,
    changedSince: z.iso.datetime().nullable(),
  });
  return {
    cursor: { version: 1, schema } satisfies CursorForm<OrderCursor>,
    start: (since: Instant | undefined, round: Round): OrderCursor => ({
      by: 'orderPlacedAt',
      at: walks.orderPlacedAt.start(since),
      changedSince: round === 'changes' ? (since ?? null) : null,
    }),
    /** The page's `options`: carts are no orders. */
    options({ by, at }: OrderCursor) {
      const { filter, ...options } = walks[by].options(at);
      return { ...options, filter: { orderPlacedAt: { isNull: false }, ...Object(filter) } };
    },
    page(cursor: OrderCursor, objects: readonly Json[]): Page<OrderCursor> {
      const { next, done } = walks[cursor.by].page(cursor.at, objects);
      if (!done || cursor.changedSince === null) return { objects, next: { ...cursor, at: next }, done };
      const at = walks.updatedAt.start(instant(cursor.changedSince));
      return { objects, next: { by: 'updatedAt', at, changedSince: null }, done: false };
    },
  };
}
