import type { CompileContext } from './context.js';
import type { Parameters } from './parameters.js';
import { type Written, withParameters, writtenOnce } from './shapes.js';

const BITS_OF_A_WORD = 64;

/** What is asked of the purchases of a product; nothing but that there is one where it is empty. */
export interface AskedOfPurchases {
  /** SQL of the relation. */
  readonly rows: string;
  /** SQL over its rows. */
  readonly where: string;
  /** SQL over those of one profile. */
  readonly having: string;
  /** Of both. */
  readonly params: Written['params'];
}

interface AskedOfProduct extends AskedOfPurchases {
  /** SQL of the hash of the product. */
  readonly key: string;
  /** Of its bit. */
  readonly place: number;
}

/** Who bought what of many products, looked up in one join, by one reading for all that ask alike. */
export class Bought {
  readonly #products = new Map<string, AskedOfProduct>();
  readonly #sets = new Map<string, number>();

  /** SQL that a profile bought a product so. */
  product(key: string, asked: AskedOfPurchases): string {
    const name = JSON.stringify([key, asked]);
    const product = this.#products.get(name) ?? { ...asked, key, place: this.#count };
    this.#products.set(name, product);
    return bitSql(product.place);
  }

  /** SQL that a profile, as its orders are now, is in a set: rows `profile_no`, `orders_stamp`, which may come again. */
  among(set: string): string {
    const place = this.#sets.get(set) ?? this.#count;
    this.#sets.set(set, place);
    return bitSql(place);
  }

  /** SQL of the join to `profiles`; empty where nothing was asked. */
  joinSql(context: CompileContext, parameters: Parameters): string {
    if (this.#count === 0) return '';
    const words = Array.from({ length: Math.ceil(this.#count / BITS_OF_A_WORD) }, (_, word) => {
      const bit = `bitShiftLeft(toUInt64(1), place % ${BITS_OF_A_WORD})`;
      return `groupBitOrIf(${bit}, intDiv(place, ${BITS_OF_A_WORD}) = ${word}) AS bought${word}`;
    });
    const shop = parameters.add('String', context.shop);
    const products = inReadings([...this.#products.values()]).flatMap((some) => readingSql(some, shop, parameters));
    const sets = Array.from(
      this.#sets,
      ([set, place]) => `SELECT profile_no, orders_stamp, toUInt32(${place}) AS place FROM (${set})`,
    );
    return (
      ` LEFT ANY JOIN (SELECT profile_no AS buyer, orders_stamp AS stamp_bought, ${words.join(', ')} ` +
      `FROM (${[...products, ...sets].join(' UNION ALL ')}) GROUP BY profile_no, orders_stamp) AS bought ` +
      'ON profile_no = buyer AND orders_stamp = stamp_bought'
    );
  }

  get #count(): number {
    return this.#products.size + this.#sets.size;
  }
}

const bitSql = (place: number) => `bitTest(bought${Math.floor(place / BITS_OF_A_WORD)}, ${place % BITS_OF_A_WORD})`;

/** Those that ask alike, each of another product: one reading tells by the product what is asked. */
function inReadings(products: readonly AskedOfProduct[]): (readonly AskedOfProduct[])[] {
  const readings = new Map<string, AskedOfProduct[]>();
  const times = new Map<string, number>();
  for (const product of products) {
    const { rows, where, having, key } = product;
    const shape = JSON.stringify([rows, where, having]);
    const time = times.get(`${shape} ${key}`) ?? 0;
    times.set(`${shape} ${key}`, time + 1);
    const name = `${shape} ${time}`;
    readings.set(name, [...(readings.get(name) ?? []), product]);
  }
  return [...readings.values()];
}

/** SQL of rows of the profiles that bought products so, and the places of these. */
function readingSql(some: readonly AskedOfProduct[], shop: string, parameters: Parameters): readonly string[] {
  const [first] = some;
  if (first === undefined) return [];
  const keys = some.map(({ key }) => key).join(', ');
  const places = `[${some.map(({ place }) => place).join(', ')}]`;
  const found =
    `SELECT *, toUInt32(transform(purchase_product_key, [${keys}], ${places}, 0)) AS place ` +
    `FROM ${first.rows} WHERE shop = ${shop} AND purchase_product_key IN (${keys})`;
  const written = (of: 'where' | 'having') =>
    writtenOnce(
      some.map((each) => ({ sql: each[of], params: each.params })),
      parameters,
      (_, values) => `transform(place, ${places}, ${values}, ${values}[1])`,
    );
  const [where, having] = [written('where'), written('having')];
  if (some.length > 1 && (where === undefined || having === undefined)) {
    return some.flatMap((each) => readingSql([each], shop, parameters));
  }
  const alone = (sql: string) => withParameters({ sql, params: first.params }, parameters);
  return [selected(found, where ?? alone(first.where), having ?? alone(first.having))];
}

function selected(found: string, where: string, having: string): string {
  const rows = `SELECT profile_no, orders_stamp, place FROM (${found})${where === '' ? '' : ` WHERE ${where}`}`;
  return having === '' ? rows : `${rows} GROUP BY profile_no, orders_stamp, place HAVING ${having}`;
}
