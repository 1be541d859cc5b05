import type { ConsentChannel, ConsentRecord, ConsentState, ShopId } from '@clientele/model';
import { addressKey, filedUnder, mailboxKey } from '../records/address-key.js';
import type { Sql } from '../sql.js';

/**
 * What sources say of some addresses, by address: the newest state of each connection, whichever customer record it
 * was said of, if any. A consent belongs to its address; of a mailbox that is what belongs to each of its spellings.
 *
 * @param keys as {@link addressKey} or {@link mailboxKey} makes them
 */
export async function addressConsents(
  sql: Sql,
  shop: ShopId,
  channel: ConsentChannel,
  keys: readonly string[],
): Promise<Map<string, ConsentState[]>> {
  if (keys.length === 0) return new Map();
  // Of each record the newest text, which may be about another address by now, or be gone; ties are broken by id.
  const rows = await sql.query<{ connection: string; text: string }>(
    `SELECT connection, argMax(body, version) AS text FROM consents
     WHERE shop = {shop:String} AND (connection, external_id) IN (
       SELECT connection, external_id FROM consent_addresses
       WHERE shop = {shop:String} AND channel = {channel:String} AND address IN {keys:Array(String)}
     ) GROUP BY connection, external_id HAVING text != '' ORDER BY bitShiftRight(max(version), 32), external_id`,
    { shop, channel, keys: keys.flatMap(filedUnder) },
    { lane: 'heavy' },
  );
  const said = new Map<string, Map<string, ConsentState>>();
  for (const { connection, text } of rows) {
    // A body is what the model's boundary returned when the record was written.
    const consent = JSON.parse(text) as ConsentRecord;
    const key = addressKey(consent.channel, consent.address);
    if (consent.channel === channel) said.set(key, (said.get(key) ?? new Map()).set(connection, consent.state));
  }
  const asked = new Set(keys);
  const states = new Map<string, ConsentState[]>();
  for (const [address, byConnection] of said) {
    for (const key of [address, channel === 'email' ? mailboxKey(address) : undefined]) {
      if (key === undefined || !asked.has(key)) continue;
      states.set(key, [...(states.get(key) ?? []), ...byConnection.values()]);
    }
  }
  return states;
}
