import type { ShopId } from '@clientele/model';
import { tableOf } from '../profiles/shop-table.js';
import { FACT_TABLE } from '../records/stored.js';
import type { Sql } from '../sql.js';
import { KINDS_OF_PEOPLE, type PersonRecords } from './person-records.js';
import { eachVanishes } from './vanished-parts.js';

/** Tables of which rows are found by the number of a customer record. */
const BY_CUSTOMER = [
  ...['customers', 'customer_orders', 'customer_refunds', 'customer_consents', 'customer_events'],
  ...['identifiers', 'customer_identifiers', 'customer_keys', 'customer_keys_by_no'],
  ...['profile_of', 'customers_of', 'list_entries'],
];

/** The same by the number of a profile. */
const BY_PROFILE = ['profile_ids', 'profile_nos', 'membership_changes', 'members', 'past_memberships'];

/** The same, where each shop is a partition of its own. */
const BY_PROFILE_IN_PARTITIONS = ['profiles', 'purchases_by_product'];

const WAITED_FOR = { lane: 'heavy' } as const;

/**
 * Takes every row of a person who was struck out and derived from the store, and waits until no file holds one: a row
 * that is deleted stays in the part it was in, and in those that were merged from, until the engine drops them. It tells
 * whoever else reads or writes nothing new. Can be repeated, and cut short at any point.
 *
 * @throws Error where parts are still there after some minutes
 */
export async function purgePerson(sql: Sql, shop: ShopId, person: PersonRecords): Promise<void> {
  const named = await nameErased(sql, shop, person);
  const customers = person.customers.map(({ no }) => no);
  const { profiles } = person;
  const changed = new Set<string>();
  const take = async (table: string, where: string, parameters: Readonly<Record<string, readonly number[]>> = {}) => {
    const ofShop = `shop = {shop:String} AND (${where})`;
    const [row] = await sql.query(
      `SELECT 1 FROM ${table} WHERE ${ofShop} LIMIT 1`,
      { shop, ...parameters },
      WAITED_FOR,
    );
    // What an earlier try has deleted may still lie in a part.
    changed.add(table);
    if (row === undefined) return;
    await sql.command(`ALTER TABLE ${table} DELETE WHERE ${ofShop} SETTINGS mutations_sync = 2`, {
      shop,
      ...parameters,
    });
  };
  for (const kind of KINDS_OF_PEOPLE) {
    const keys = (which: 'own' | 'former') =>
      `(connection, external_id) IN (SELECT connection, name FROM ${named} WHERE kind = '${which} ${kind}')`;
    const table = FACT_TABLE[kind];
    const stays = kind === 'order' || kind === 'refund';
    const replaced = (which: 'own' | 'former') =>
      `${keys(which)} AND (connection, external_id, version) NOT IN (
         SELECT connection, external_id, max(version) FROM ${table}
         WHERE shop = {shop:String} AND ${keys(which)} GROUP BY connection, external_id)`;
    // Of a sale the newest row is the one without the person; of a record that is somebody else's now, it is theirs.
    await take(table, `${stays ? replaced('own') : keys('own')} OR ${replaced('former')}`);
    if (kind === 'consent') await take('consent_addresses', keys('own'));
  }
  await take('shared_values', `key IN (SELECT name FROM ${named} WHERE kind = 'value')`);
  if (customers.length > 0) {
    for (const table of BY_CUSTOMER) await take(table, 'customer_no IN {customers:Array(UInt32)}', { customers });
  }
  if (profiles.length > 0) {
    for (const table of BY_PROFILE) await take(table, 'profile_no IN {profiles:Array(UInt32)}', { profiles });
    // Updates in place hold former values of the row until they are worked in, and the row itself where it was deleted so.
    await sql.command('ALTER TABLE profiles APPLY PATCHES SETTINGS mutations_sync = 2');
    for (const table of BY_PROFILE_IN_PARTITIONS) {
      await take(table, 'profile_no IN {profiles:Array(UInt32)}', { profiles });
    }
  }
  await sql.command(`DROP TABLE ${named} SYNC`);
  await dropHidden(sql, [...changed]);
  await eachVanishes(sql, [...changed]);
}

/** Rows that an update in place deleted, or a mend, are hidden in their part, and no mutation finds them. */
async function dropHidden(sql: Sql, tables: readonly string[]): Promise<void> {
  const hiding = await sql.query<{ table: string }>(
    `SELECT DISTINCT table FROM system.parts WHERE database = currentDatabase() AND active
     AND table IN {tables:Array(String)} AND has_lightweight_delete`,
    { tables },
  );
  for (const { table } of hiding) {
    await sql.command(`ALTER TABLE ${table} APPLY DELETED MASK SETTINGS mutations_sync = 2`);
  }
}

/**
 * Names what is to go in a table of its own, for as long as it takes: the engine writes down the text of every mutation
 * and keeps it, so nothing of a person may stand in one but numbers.
 */
async function nameErased(sql: Sql, shop: ShopId, { facts, formerFacts, values }: PersonRecords): Promise<string> {
  const table = tableOf('erased', shop);
  await sql.command(`DROP TABLE IF EXISTS ${table} SYNC`);
  await sql.command(
    `CREATE TABLE ${table} (kind LowCardinality(String), connection String, name String)
     ENGINE = MergeTree ORDER BY (kind, connection, name)`,
  );
  const rows = KINDS_OF_PEOPLE.flatMap((kind) => [
    ...facts[kind].map(({ connection, externalId }) => ({ kind: `own ${kind}`, connection, name: externalId })),
    ...formerFacts[kind].map(({ connection, externalId }) => ({
      kind: `former ${kind}`,
      connection,
      name: externalId,
    })),
  ]);
  const all = [...rows, ...values.map((name) => ({ kind: 'value', connection: '', name }))];
  if (all.length > 0) await sql.insert(table, all);
  return table;
}
