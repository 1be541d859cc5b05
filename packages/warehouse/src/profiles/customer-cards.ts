import type { CustomerRecord, Instant, ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import { customersOfProfiles } from './identity-map.js';

/** One customer record as a page shows it; without a body where orders refer to it and its source never told of it. */
export interface CustomerCard {
  readonly connection: string;
  readonly externalId: string;
  readonly name: string | null;
  readonly createdAt: Instant | null;
}

/** The customer records of some profiles, by profile. */
export async function customerCards(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, CustomerCard[]>> {
  const customersOf = await customersOfProfiles(sql, shop, profileNos);
  const numbers = [...customersOf.values()].flat();
  if (numbers.length === 0) return new Map();
  const rows = await sql.query<{ customer_no: number; connection: string; external_id: string; text: string }>(
    `SELECT k.customer_no AS customer_no, k.connection AS connection, k.external_id AS external_id, c.text AS text
     FROM (
       SELECT customer_no, connection, external_id FROM customer_keys_by_no
       WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)}
     ) AS k
     LEFT JOIN (
       SELECT customer_no, if(argMax(gone, version), '', argMax(body, version)) AS text FROM customers
       WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} GROUP BY customer_no
     ) AS c ON k.customer_no = c.customer_no`,
    { shop, customers: numbers },
  );
  const cards = new Map(rows.map((row) => [row.customer_no, cardOf(row.connection, row.external_id, row.text)]));
  return new Map(
    [...customersOf].map(([profile, customers]) => [profile, customers.flatMap((no) => cards.get(no) ?? [])]),
  );
}

function cardOf(connection: string, externalId: string, body: string): CustomerCard {
  if (body === '') return { connection, externalId, name: null, createdAt: null };
  const { firstName, lastName, company, createdAt } = JSON.parse(body) as CustomerRecord;
  const name = [firstName, lastName].filter((part) => part !== undefined).join(' ') || company;
  return { connection, externalId, name: name ?? null, createdAt: createdAt ?? null };
}
