import type { ProductRecord, ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** The relation `products` of `packages/segmentation`, as SQL. */
export const PRODUCTS_SQL =
  '(SELECT shop, connection, external_id, category, vendor, tags FROM products FINAL WHERE NOT gone)';

/** A text that is another one when any product of a shop is. */
export async function productsSignature(sql: Sql, shop: ShopId): Promise<string> {
  const [found] = await sql.query<{ signature: string }>(
    `SELECT toString(groupBitXor(cityHash64(connection, external_id, newest))) AS signature FROM (
       SELECT connection, external_id, max(version) AS newest FROM products
       WHERE shop = {shop:String} GROUP BY connection, external_id)`,
    { shop },
  );
  return found?.signature ?? '0';
}

/** Products as they are now, by connection and id. */
export type Products = ReadonlyMap<string, ReadonlyMap<string, ProductRecord>>;

/** All products of a shop. */
export async function allProducts(sql: Sql, shop: ShopId): Promise<Products> {
  const rows = await sql.query<ProductRow>(
    'SELECT connection, body FROM products FINAL WHERE shop = {shop:String} AND NOT gone',
    { shop },
    { lane: 'heavy' },
  );
  return byConnection(rows);
}

/** Those of some ids of each connection; others of the same id may be among them. */
export async function productsOf(
  sql: Sql,
  shop: ShopId,
  asked: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Products> {
  const ids = [...new Set([...asked.values()].flatMap((some) => [...some]))];
  if (ids.length === 0) return new Map();
  const rows = await sql.query<ProductRow>(
    `SELECT connection, body FROM products FINAL WHERE shop = {shop:String}
     AND connection IN {connections:Array(String)} AND external_id IN {ids:Array(String)} AND NOT gone`,
    { shop, connections: [...asked.keys()], ids },
  );
  return byConnection(rows);
}

interface ProductRow {
  readonly connection: string;
  readonly body: string;
}

function byConnection(rows: readonly ProductRow[]): Products {
  const products = new Map<string, Map<string, ProductRecord>>();
  for (const { connection, body } of rows) {
    // A body is what the model's boundary returned when the record was written.
    const product = JSON.parse(body) as ProductRecord;
    const known = products.get(connection) ?? new Map<string, ProductRecord>();
    products.set(connection, known.set(product.externalId, product));
  }
  return products;
}
