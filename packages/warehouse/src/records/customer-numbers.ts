import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** Gives out dense numbers that were never given out before; durable before it returns. */
export type ReserveNumbers = (count: number) => Promise<number>;

/** So many numbers are remembered; then it starts afresh. */
const REMEMBERED = 200_000;

/**
 * The numbers of customer records of one connection, by external id. A customer record that is only referred to (by an
 * order, say) gets its number at that moment, and keeps it when it arrives.
 */
export class CustomerNumbers {
  readonly #sql: Sql;
  readonly #shop: ShopId;
  readonly #connection: string;
  readonly #reserve: ReserveNumbers;
  readonly #remembered = new Map<string, number>();

  constructor(sql: Sql, shop: ShopId, connection: string, reserve: ReserveNumbers) {
    this.#sql = sql;
    this.#shop = shop;
    this.#connection = connection;
    this.#reserve = reserve;
  }

  /** The numbers of these customer records, each one given now where it has none. */
  async of(externalIds: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const numbers = new Map<string, number>();
    const unknown = new Set<string>();
    for (const id of externalIds) {
      const number = this.#remembered.get(id);
      if (number === undefined) unknown.add(id);
      else numbers.set(id, number);
    }
    if (unknown.size === 0) return numbers;
    for (const [id, number] of await this.#stored([...unknown])) {
      numbers.set(id, number);
      unknown.delete(id);
    }
    for (const [id, number] of await this.#given([...unknown])) numbers.set(id, number);
    if (this.#remembered.size > REMEMBERED) this.#remembered.clear();
    for (const [id, number] of numbers) this.#remembered.set(id, number);
    return numbers;
  }

  async #stored(ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#sql.query<{ external_id: string; customer_no: number }>(
      `SELECT external_id, customer_no FROM customer_keys
       WHERE shop = {shop:String} AND connection = {connection:String} AND external_id IN {ids:Array(String)}`,
      { shop: this.#shop, connection: this.#connection, ids },
    );
    return new Map(rows.map((row) => [row.external_id, row.customer_no]));
  }

  async #given(ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const first = await this.#reserve(ids.length);
    const numbers = new Map(ids.map((id, index) => [id, first + index]));
    const key = { shop: this.#shop, connection: this.#connection };
    const rows = [...numbers].map(([external_id, customer_no]) => ({ ...key, external_id, customer_no }));
    // By number first: a crash in between leaves a number that is never used, not one that leads nowhere.
    await this.#sql.insert('customer_keys_by_no', rows);
    await this.#sql.insert('customer_keys', rows);
    return numbers;
  }
}
