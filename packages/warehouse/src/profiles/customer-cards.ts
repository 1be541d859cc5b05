import type { CustomerRecord, Instant, ShopId } from '@clientele/model';
import { nameOf } from '../records/rows.js';
import type { Sql } from '../sql.js';
import { CANDIDATES_SQL, CUSTOMERS_SQL } from './identity-map.js';

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
  if (profileNos.length === 0) return new Map();
  const rows = await sql.query<{ profile: number; connection: string; external_id: string; text: string }>(
    `SELECT m.profile AS profile, k.connection AS connection, k.external_id AS external_id, c.text AS text
     FROM ${CUSTOMERS_SQL} AS m
     INNER JOIN (
       SELECT customer_no, connection, external_id FROM customer_keys_by_no
       WHERE shop = {shop:String} AND customer_no IN ${CANDIDATES_SQL}
     ) AS k ON m.customer_no = k.customer_no
     LEFT JOIN (
       SELECT customer_no, if(argMax(gone, version), '', argMax(body, version)) AS text FROM customers
       WHERE shop = {shop:String} AND customer_no IN ${CANDIDATES_SQL} GROUP BY customer_no
     ) AS c ON m.customer_no = c.customer_no
     ORDER BY m.customer_no`,
    { shop, profiles: profileNos },
  );
  const cards = (some: typeof rows) => some.map((row) => cardOf(row.connection, row.external_id, row.text));
  return new Map([...Map.groupBy(rows, (row) => row.profile)].map(([profile, some]) => [profile, cards(some)]));
}

function cardOf(connection: string, externalId: string, body: string): CustomerCard {
  if (body === '') return { connection, externalId, name: null, createdAt: null };
  const record = JSON.parse(body) as CustomerRecord;
  return { connection, externalId, name: nameOf(record) ?? null, createdAt: record.createdAt ?? null };
}
