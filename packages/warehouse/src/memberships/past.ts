import type { Instant, ShopId } from '@clientele/model';
import type { CompiledSql, PastSources, RankedThen } from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';
import { tableOf } from '../profiles/shop-table.js';
import { profileSources, sourcesWithRows } from '../profiles/sources.js';
import { instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';

/** Profiles by their numbers, both ends included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

export interface PastOfProfiles {
  readonly sources: PastSources;
  readonly parameters: Parameters;
}

/** Where the past of some of a shop's profiles is read; of all without a range. */
export async function pastSources(sql: Sql, shop: ShopId, range: NumberRange = EVERYBODY): Promise<PastOfProfiles> {
  const filled = await sourcesWithRows(sql, shop);
  const { sources, parameters } = profileSources(shop, { kind: 'range', ...range });
  return {
    sources: {
      profiles: `(SELECT * FROM profiles WHERE shop = {scope_shop:String}
        AND profile_no BETWEEN {scope_first:UInt32} AND {scope_last:UInt32})`,
      ...(filled.includes('orders') && { orders: sources.orders }),
      ...(filled.includes('consents') && { consents: sources.consents }),
    },
    parameters,
  };
}

const EVERYBODY: NumberRange = { first: 1, last: 2 ** 32 - 1 };

/** The number of the last profile; 0 where there is none. */
export async function lastProfileNo(sql: Sql, shop: ShopId): Promise<number> {
  const [row] = await sql.query<{ last: number }>(
    'SELECT max(profile_no) AS last FROM profiles WHERE shop = {shop:String}',
    { shop },
  );
  return row?.last ?? 0;
}

/** A profile stands in a block once for each instant that is looked at, with all its orders: so few at once. */
const STANDING_IN_A_BLOCK = 16_384;
/** About how many instants are looked at of a profile where only its records matter. */
const FEW = 16;

/** @param each about how many instants are looked at of a profile */
function blocksOf(each: number) {
  return {
    max_block_size: String(Math.ceil(STANDING_IN_A_BLOCK / each)),
    min_joined_block_size_rows: '0',
    min_joined_block_size_bytes: '0',
    max_threads: 2,
  };
}

/**
 * Stores when some profiles were members of a segment before it was first evaluated; doing it again changes nothing.
 *
 * @param answers rows of `profile_no`, `nth`, `holds` as `pastQuery` selects them, of the instants {then_instants}
 * @param until where the time ends that they tell of
 * @param each about how many instants are looked at of a profile
 */
export async function recordPast(
  sql: Sql,
  shop: ShopId,
  segment: string,
  answers: CompiledSql,
  until: Instant,
  each: number,
): Promise<void> {
  // An answer is one number, its place and whether it holds: the engine gathers numbers in a tenth of what pairs take.
  const instantsOf = (rest: 0 | 1) =>
    `arrayMap(turn -> {then_instants:Array(DateTime64(3, 'UTC'))}[intDiv(turn, 2)],
       arrayFilter((_, place) -> place % 2 = ${rest}, turns, arrayEnumerate(turns)))`;
  await sql.command(
    `INSERT INTO past_memberships (shop, segment, profile_no, entered_at, left_at)
     SELECT {shop:String}, {segment:String}, profile_no, ${instantsOf(1)},
       arrayConcat(${instantsOf(0)}, if(length(turns) % 2 = 1, [{until:DateTime64(3, 'UTC')}], []))
     FROM (
       SELECT profile_no, arraySort(groupArray(toUInt32(nth) * 2 + holds)) AS told,
         arrayFilter((answer, before) -> answer % 2 != before % 2, told, arrayPushFront(arrayPopBack(told), toUInt32(0))) AS turns
       FROM (${answers.sql}) GROUP BY profile_no HAVING notEmpty(turns)
     )`,
    { ...answers.params, shop, segment, until: instantValue(until) },
    { lane: 'heavy', settings: blocksOf(each) },
  );
}

/**
 * An empty table for a shop's rows as `rankedThenQuery` selects them; its name. Whoever makes one drops it; one that a
 * crash left is dropped here.
 *
 * @param columns their types by name
 */
export async function newPastProfiles(sql: Sql, shop: ShopId, columns: RankedThen['columns']): Promise<string> {
  const name = tableOf('profiles_past', shop);
  const typed = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  await dropPastProfiles(sql, shop);
  await sql.command(`CREATE TABLE ${name} (${typed.join(', ')}) ENGINE = MergeTree ORDER BY ()`);
  return name;
}

export async function addPastProfiles(
  sql: Sql,
  table: string,
  { sql: rows, params, columns }: RankedThen,
): Promise<void> {
  await sql.command(`INSERT INTO ${table} (${Object.keys(columns).join(', ')}) ${rows}`, params, {
    lane: 'heavy',
    settings: blocksOf(FEW),
  });
}

export async function dropPastProfiles(sql: Sql, shop: ShopId): Promise<void> {
  await sql.command(`DROP TABLE IF EXISTS ${tableOf('profiles_past', shop)} SYNC`);
}

/** Forgets what is stored of the profiles behind a number: a crash may have left a part of it. */
export async function forgetPast(sql: Sql, shop: ShopId, segment: string, after: number): Promise<void> {
  await sql.command(
    `DELETE FROM past_memberships WHERE shop = {shop:String} AND segment = {segment:String} AND profile_no > {after:UInt32}`,
    { shop, segment, after },
    { lane: 'heavy' },
  );
}
