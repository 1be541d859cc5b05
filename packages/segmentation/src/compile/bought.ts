import type { CompileContext } from './context.js';
import type { Parameters } from './parameters.js';

const SETS_OF_A_WORD = 64;

/** Who bought each of many products, and who is in other sets of buyers, looked up in one join instead of one for each. */
export class Bought {
  /** By the SQL of the hash of the product, and of the set, its place among the bits. */
  readonly #products = new Map<string, number>();
  readonly #sets = new Map<string, number>();

  /** SQL that a profile bought a product. */
  product(key: string): string {
    return this.#bit(this.#products, key);
  }

  /** SQL that a profile, as its orders are now, is in a set: rows `profile_no`, `orders_stamp`, which may come again. */
  among(set: string): string {
    return this.#bit(this.#sets, set);
  }

  /** SQL of the join to `profiles`; empty where nothing was asked. */
  joinSql(context: CompileContext, parameters: Parameters): string {
    const count = this.#products.size + this.#sets.size;
    if (count === 0) return '';
    const words = Array.from({ length: Math.ceil(count / SETS_OF_A_WORD) }, (_, word) => {
      const bit = `bitShiftLeft(toUInt64(1), place % ${SETS_OF_A_WORD})`;
      return `groupBitOrIf(${bit}, intDiv(place, ${SETS_OF_A_WORD}) = ${word}) AS bought${word}`;
    });
    const sets = Array.from(
      this.#sets,
      ([set, place]) => `SELECT profile_no, orders_stamp, toUInt32(${place}) AS place FROM (${set})`,
    );
    const rows = [...this.#productsSql(context, parameters), ...sets].join(' UNION ALL ');
    return (
      ` LEFT ANY JOIN (SELECT profile_no AS buyer, orders_stamp AS stamp_bought, ${words.join(', ')} FROM (${rows})` +
      ' GROUP BY profile_no, orders_stamp) AS bought ON profile_no = buyer AND orders_stamp = stamp_bought'
    );
  }

  #productsSql(context: CompileContext, parameters: Parameters): readonly string[] {
    if (this.#products.size === 0) return [];
    const keys = [...this.#products.keys()].join(', ');
    const places = [...this.#products.values()].join(', ');
    return [
      `SELECT profile_no, orders_stamp, toUInt32(transform(purchase_product_key, [${keys}], [${places}], 0)) AS place ` +
        `FROM ${context.repeatedPurchases ?? context.purchasesByProduct} WHERE shop = ${parameters.add('String', context.shop)} AND purchase_product_key IN (${keys})`,
    ];
  }

  #bit(places: Map<string, number>, name: string): string {
    const place = places.get(name) ?? this.#products.size + this.#sets.size;
    places.set(name, place);
    return `bitTest(bought${Math.floor(place / SETS_OF_A_WORD)}, ${place % SETS_OF_A_WORD})`;
  }
}
