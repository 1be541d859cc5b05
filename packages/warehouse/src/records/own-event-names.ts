import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** Custom events that are looked through at most: names come again and again. */
const MOST_EVENTS = 100_000;

/** Names of events that are their source's own and begin with a text, upper and lower case alike, the most frequent first. */
export async function ownEventNames(sql: Sql, shop: ShopId, text: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ own: string }>(
    `SELECT own FROM (
       SELECT JSONExtractString(body, 'customName') AS own FROM events
       WHERE shop = {shop:String} AND name = 'custom' AND NOT gone LIMIT ${MOST_EVENTS})
     WHERE startsWith(lowerUTF8(own), {text:String}) AND own != ''
     GROUP BY own ORDER BY count() DESC, own LIMIT {limit:UInt32}`,
    { shop, text: text.toLowerCase(), limit },
  );
  return rows.map(({ own }) => own);
}
