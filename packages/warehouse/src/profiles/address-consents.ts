import { type ConsentChannel, type ConsentState, type ShopId, unreachable } from '@clientele/model';
import type { Sql } from '../sql.js';
import { SOURCE_VERSION } from './sources.js';

/** An address as consents are compared by: an e-mail address in lower case, of a number its digits. */
export function addressKey(channel: ConsentChannel, address: string): string {
  switch (channel) {
    case 'email':
      return address.trim().toLowerCase();
    case 'sms':
    case 'whatsapp':
    case 'phone':
      return address.replaceAll(/[^0-9+]/g, '');
    case 'post':
      return address.trim();
    default:
      return unreachable(channel);
  }
}

const KEY_SQL: Readonly<Record<ConsentChannel, (address: string) => string>> = {
  email: (address) => `lowerUTF8(trimBoth(${address}))`,
  sms: digits,
  whatsapp: digits,
  phone: digits,
  post: (address) => `trimBoth(${address})`,
};

function digits(address: string): string {
  return `replaceRegexpAll(${address}, '[^0-9+]', '')`;
}

/**
 * What sources say of some addresses, by address: the newest state of each connection, whichever customer record it
 * was said of, if any. A consent belongs to its address.
 *
 * @param keys as {@link addressKey} makes them
 */
export async function addressConsents(
  sql: Sql,
  shop: ShopId,
  channel: ConsentChannel,
  keys: readonly string[],
): Promise<Map<string, ConsentState[]>> {
  if (keys.length === 0) return new Map();
  const key = KEY_SQL[channel];
  const rows = await sql.query<{ key: string; states: ConsentState[] }>(
    `SELECT key, groupArray(newest) AS states FROM (
       SELECT key, connection, argMax(state, (version, external_id)) AS newest FROM (
         SELECT ${key('address')} AS key, connection, external_id, ${SOURCE_VERSION}, toString(state) AS state
         FROM customer_consents FINAL
         WHERE shop = {shop:String} AND channel = {channel:String} AND NOT gone AND key IN {keys:Array(String)}
         UNION ALL
         SELECT ${key("JSONExtractString(body, 'address')")} AS key, connection, external_id, ${SOURCE_VERSION}, toString(state) AS state
         FROM consents FINAL
         WHERE shop = {shop:String} AND customer_no = 0 AND NOT gone
           AND JSONExtractString(body, 'channel') = {channel:String} AND key IN {keys:Array(String)}
       ) GROUP BY key, connection
     ) GROUP BY key`,
    { shop, channel, keys },
    { lane: 'heavy' },
  );
  return new Map(rows.map(({ key: address, states }) => [address, states]));
}
