import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import { CANDIDATES_SQL } from './identity-map.js';

/** A customer record of a profile. */
export interface RecordOfProfile {
  readonly connection: string;
  readonly externalId: string;
  /** As it was written; empty where its source never told of it or it is gone, and where bodies were not asked for. */
  readonly body: string;
}

interface Row {
  readonly customer_no: number;
  readonly profile: number;
  readonly connection: string;
  readonly external_id: string;
  readonly text: string;
}

const OF_CANDIDATES = `PREWHERE shop = {shop:String} AND customer_no IN ${CANDIDATES_SQL}`;
const PLACES = `SELECT customer_no, profile_no AS profile, '' AS connection, '' AS external_id, '' AS text
  FROM profile_of FINAL ${OF_CANDIDATES}`;
const KEYS = `SELECT customer_no, 0, connection, external_id, '' FROM customer_keys_by_no ${OF_CANDIDATES}`;
const BODIES = `SELECT customer_no, 0, '', '', body FROM customers FINAL ${OF_CANDIDATES} WHERE NOT gone`;

/**
 * The customer records of some profiles, by profile, in the order of their numbers. What each table says of them is put
 * together here: for the records of one profile, analysing a join would be most of the cost.
 *
 * @param what whether bodies are wanted; they are left empty with `keys`
 */
export async function recordsOf(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
  what: 'keys' | 'bodies',
): Promise<Map<number, RecordOfProfile[]>> {
  if (profileNos.length === 0) return new Map();
  const tables = what === 'keys' ? [PLACES, KEYS] : [PLACES, KEYS, BODIES];
  const rows = await sql.query<Row>(tables.join(' UNION ALL '), { shop, profiles: profileNos });
  const [places, bodies] = [new Map<number, number>(), new Map<number, string>()];
  for (const { customer_no, profile, text } of rows) {
    if (profile !== 0) places.set(customer_no, profile);
    if (text !== '') bodies.set(customer_no, text);
  }
  const wanted = new Set(profileNos);
  const records = new Map<number, RecordOfProfile[]>();
  const keys = rows.filter((row) => row.external_id !== '').sort((a, b) => a.customer_no - b.customer_no);
  for (const { customer_no, connection, external_id: externalId } of keys) {
    const profile = places.get(customer_no);
    if (profile === undefined || !wanted.has(profile)) continue;
    const record = { connection, externalId, body: bodies.get(customer_no) ?? '' };
    const others = records.get(profile);
    if (others === undefined) records.set(profile, [record]);
    else others.push(record);
  }
  return records;
}
