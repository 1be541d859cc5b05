import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** Gives out dense numbers that were never given out before; durable before it returns. */
export type ReserveNumbers = (count: number) => Promise<number>;

/**
 * The numbers of customer records of one connection, by external id. A customer record that is only referred to (by an
 * order, say) gets its number at that moment, and keeps it when it arrives.
 */
export async function customerNumbers(
  sql: Sql,
  shop: ShopId,
  connection: string,
  externalIds: Iterable<string>,
  reserve: ReserveNumbers,
): Promise<Map<string, number>> {
  const wanted = [...new Set(externalIds)];
  if (wanted.length === 0) return new Map();
  const known = await sql.query<{ external_id: string; customer_no: number }>(
    `SELECT external_id, customer_no FROM customer_keys
     WHERE shop = {shop:String} AND connection = {connection:String} AND external_id IN {ids:Array(String)}`,
    { shop, connection, ids: wanted },
  );
  const numbers = new Map(known.map((row) => [row.external_id, row.customer_no]));
  const unknown = wanted.filter((id) => !numbers.has(id));
  if (unknown.length === 0) return numbers;
  const first = await reserve(unknown.length);
  const rows = unknown.map((external_id, index) => ({ shop, connection, external_id, customer_no: first + index }));
  // By number first: a crash in between leaves a number that is never used, not one that leads nowhere.
  await sql.insert('customer_keys_by_no', rows);
  await sql.insert('customer_keys', rows);
  for (const row of rows) numbers.set(row.external_id, row.customer_no);
  return numbers;
}
