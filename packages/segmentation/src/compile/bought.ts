import type { CompileContext } from './context.js';
import { keyOf, textOf } from './equality-test.js';
import type { Leaf } from './fold.js';
import type { Parameters } from './parameters.js';
import { Scope } from './scope.js';

/** The product that a condition asks whether it was bought, and nothing else; undefined for other conditions. */
export function productAskedFor(leaf: Leaf): string | undefined {
  if (leaf.kind !== 'match' || leaf.rows.name !== 'products_purchased') return undefined;
  const [only, another] = leaf.rows.parameters;
  if (only?.name !== 'id' || another !== undefined) return undefined;
  const { test } = only;
  if (test.kind !== 'comparison' || test.operator !== '=') return undefined;
  if (test.value.kind !== 'text' && test.value.kind !== 'number') return undefined;
  // Nothing equals the empty text.
  return textOf(test.value) || undefined;
}

const PRODUCTS_OF_A_WORD = 64;

/** Who bought each of many products, looked up in one reading of purchases by product instead of one for each. */
export class Bought {
  readonly #places: ReadonlyMap<string, number>;

  constructor(products: Iterable<string>) {
    this.#places = new Map([...new Set(products)].map((product, place) => [product, place]));
  }

  /** SQL that a profile bought a product, over the join; undefined for one that is not among them. */
  has(product: string): string | undefined {
    const place = this.#places.get(product);
    if (place === undefined) return undefined;
    return `bitTest(bought${Math.floor(place / PRODUCTS_OF_A_WORD)}, ${place % PRODUCTS_OF_A_WORD})`;
  }

  /** SQL of the join to `profiles`; empty where there are no products. */
  joinSql(context: CompileContext, parameters: Parameters): string {
    if (this.#places.size === 0) return '';
    const scope = new Scope(context, parameters);
    const keys = [...this.#places.keys()].map((product) => keyOf(product, scope)).join(', ');
    const words = Array.from({ length: Math.ceil(this.#places.size / PRODUCTS_OF_A_WORD) }, (_, word) => {
      const bit = `bitShiftLeft(toUInt64(1), place % ${PRODUCTS_OF_A_WORD})`;
      return `groupBitOrIf(${bit}, intDiv(place, ${PRODUCTS_OF_A_WORD}) = ${word}) AS bought${word}`;
    });
    return (
      ` LEFT ANY JOIN (SELECT buyer, stamp_bought, ${words.join(', ')} FROM (` +
      'SELECT profile_no AS buyer, orders_stamp AS stamp_bought, ' +
      `toUInt32(transform(purchase_product_key, [${keys}], range(${this.#places.size}), 0)) AS place ` +
      `FROM ${context.purchasesByProduct} WHERE shop = ${scope.param('String', context.shop)} AND purchase_product_key IN (${keys})` +
      ') GROUP BY buyer, stamp_bought) AS bought ON profile_no = buyer AND orders_stamp = stamp_bought'
    );
  }
}
