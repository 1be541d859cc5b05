import type { ShopId } from '@clientele/model';
import type { Database } from '../tables.js';

/** What is counted: customer records and profiles by their dense numbers, and evaluations of segments. */
export type CounterName = 'customer' | 'profile' | 'evaluation';

/** Hands out dense numbers, from 1, each at most once for all time. */
export class Counters {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Reserves `count` numbers in a row and answers the first. They are taken when this returns, whatever happens to the
   * caller: numbers of a process that dies are never given out again.
   */
  async reserve(shop: ShopId, name: CounterName, count: number): Promise<number> {
    return reserveNumbers(this.#db, shop, name, count);
  }
}

/**
 * Reserves numbers within a transaction. Transactions that count under one name wait for one another until they end,
 * so numbers become visible in their order.
 */
export async function reserveNumbers(
  db: Database,
  shop: ShopId,
  name: CounterName | 'batch' | 'refused' | 'audit' | 'list' | 'hold-out' | 'pulled-page' | 'delivery' | 'write-back',
  count: number,
): Promise<number> {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`cannot reserve ${count} numbers`);
  const { last } = await db
    .insertInto('counters')
    .values({ shop, name, last: count })
    .onConflict((conflict) =>
      conflict.columns(['shop', 'name']).doUpdateSet((eb) => ({ last: eb('counters.last', '+', count) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return last - count + 1;
}
