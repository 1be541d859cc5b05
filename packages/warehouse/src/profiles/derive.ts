import type { ShopId } from '@clientele/model';
import { COLUMN_GROUPS, deriveProfilesQuery, type ProfileSources, type SourceName } from '@clientele/segmentation';
import type { Sql } from '../sql.js';
import { addPurchases, newPurchases, sweepPurchases } from './purchases.js';
import { putInPlace } from './shop-table.js';
import { profileSources, sourcesWithRows } from './sources.js';
import { type StagedProfiles, stagedProfiles } from './staged-profiles.js';
import { newProfilesTable, newStagingTable, PROFILE_COLUMNS } from './table.js';
import { materialiseUpdates } from './updates.js';

/** More threads would lose the order of rows, and are some that a question cannot have; larger blocks take memory. */
const DERIVING = { lane: 'heavy', settings: { max_threads: 1, max_block_size: '2048' } } as const;

/**
 * What one statement derives at most, so that a range of a large shop stays below the engine's memory cap: profiles, what
 * they have of orders (ten lines cost about what an order does) and of events.
 */
const PROFILES_PER_RANGE = 15_000;
const ORDERS_PER_RANGE = 25_000;
const LINES_OF_AN_ORDER = 10;
const EVENTS_PER_RANGE = 250_000;

/**
 * Derives the rows of some profiles anew and puts them in place: new ones are inserted, known ones updated, and those
 * that have no record left are removed. Doing it again changes nothing. Calls for one shop must not overlap.
 *
 * @param customersOf the profiles with all their customer records; none for a profile that has none any more
 * @returns those that have a row
 */
export async function deriveProfiles(
  sql: Sql,
  shop: ShopId,
  customersOf: ReadonlyMap<number, readonly number[]>,
): Promise<StagedProfiles> {
  const staging = await stage(sql, shop, customersOf, COLUMN_GROUPS);
  const { staged, known, changed } = await differences(sql, shop, staging, COLUMN_GROUPS, [...customersOf.keys()]);
  const created = [...staged].filter((no) => !known.has(no));
  const gone = [...known].filter((no) => !staged.has(no));
  await addPurchases(sql, shop, staging, [...created, ...(changed.get('orders_stamp') ?? [])]);
  // First, so that whoever comes out of another profile is never in none.
  if (created.length > 0) {
    const columns = PROFILE_COLUMNS.map(({ name }) => name).join(', ');
    await sql.command(
      `INSERT INTO profiles (shop, profile_no, ${columns}) SELECT {shop:String}, profile_no, ${columns} FROM ${staging}
       WHERE profile_no IN {created:Array(UInt32)}`,
      { shop, created },
    );
  }
  await updateProfiles(sql, shop, staging, changed);
  if (gone.length > 0) {
    // As an update: a mutation would make every part of the table anew, those of all other shops too.
    await sql.command(
      `DELETE FROM profiles WHERE shop = {shop:String} AND profile_no IN {gone:Array(UInt32)}
       SETTINGS lightweight_delete_mode = 'lightweight_update_force'`,
      { shop, gone },
    );
  }
  await tidy(sql, shop);
  return stagedProfiles(shop, [...staged], columnsOf(COLUMN_GROUPS));
}

/**
 * The same for profiles of the same customers as when they were derived last, of which only what some sources say may be
 * new: the rest is left as it is, without a look at it.
 *
 * @returns those of them whose rows were derived last
 */
export async function deriveFrom(
  sql: Sql,
  shop: ShopId,
  customersOf: ReadonlyMap<number, readonly number[]>,
  renewed: readonly SourceName[],
): Promise<StagedProfiles> {
  const groups = COLUMN_GROUPS.filter(({ source }) => renewed.includes(source));
  const staging = await stage(sql, shop, customersOf, groups);
  const { staged, known, changed } = await differences(sql, shop, staging, groups, [...customersOf.keys()]);
  await addPurchases(sql, shop, staging, changed.get('orders_stamp') ?? []);
  await updateProfiles(sql, shop, staging, changed);
  await tidy(sql, shop);
  // Whether these have a row, and what else is in it, the other sources say.
  const others = [...customersOf].filter(([no]) => !staged.has(no) || !known.has(no));
  if (others.length > 0) return deriveProfiles(sql, shop, new Map(others));
  return stagedProfiles(shop, [...staged], columnsOf(groups));
}

type Groups = typeof COLUMN_GROUPS;

function columnsOf(groups: Groups): ReadonlySet<string> {
  return new Set(groups.flatMap(({ stamp, columns }) => [stamp, ...columns]));
}

/** Derives some groups of columns of some profiles into a staging table; its name. */
async function stage(
  sql: Sql,
  shop: ShopId,
  customersOf: ReadonlyMap<number, readonly number[]>,
  groups: Groups,
): Promise<string> {
  const names = columnsOf(groups);
  const stored = PROFILE_COLUMNS.filter(({ name }) => names.has(name));
  const staging = await newStagingTable(sql, shop, stored);
  const filled = (await sourcesWithRows(sql, shop)).filter((source) => groups.some((group) => group.source === source));
  if (filled.length === 0) return staging;
  const { sources, parameters } = profileSources(shop, { kind: 'profiles', customersOf });
  const derived = deriveProfilesQuery(only(filled, sources));
  const columns = ['profile_no', ...derived.columns].join(', ');
  await sql.command(`INSERT INTO ${staging} (${columns}) ${derived.sql}`, parameters, DERIVING);
  return staging;
}

const only = (names: readonly SourceName[], sources: ProfileSources): ProfileSources =>
  Object.fromEntries(names.map((name) => [name, sources[name]]));

async function tidy(sql: Sql, shop: ShopId): Promise<void> {
  if (await materialiseUpdates(sql)) await sweepPurchases(sql, shop);
}

interface Differences {
  readonly staged: ReadonlySet<number>;
  readonly known: ReadonlySet<number>;
  /** Those that are both, but with other values in a group of columns, by the group's stamp. */
  readonly changed: ReadonlyMap<string, readonly number[]>;
}

/** How some profiles in the staging table differ from those in place. */
async function differences(
  sql: Sql,
  shop: ShopId,
  staging: string,
  groups: Groups,
  profiles: readonly number[],
): Promise<Differences> {
  const differing = groups.map(
    ({ stamp }) => `if(${stamp} = joinGet('${staging}', '${stamp}', profile_no), [], ['${stamp}'])`,
  );
  const rows = await sql.query<{ profile_no: number; is_staged: boolean; stamps: string[] }>(
    `SELECT profile_no, true AS is_staged, [] AS stamps FROM ${staging}
     UNION ALL
     SELECT profile_no, false, arrayConcat(${differing.join(', ')}) FROM profiles
     WHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)}`,
    { shop, profiles },
    { lane: 'heavy' },
  );
  const staged = new Set(rows.filter((row) => row.is_staged).map((row) => row.profile_no));
  const inPlace = rows.filter((row) => !row.is_staged);
  const both = inPlace.filter(({ profile_no }) => staged.has(profile_no));
  const changed = groups.map(({ stamp }): [string, number[]] => [
    stamp,
    both.filter(({ stamps }) => stamps.includes(stamp)).map(({ profile_no }) => profile_no),
  ]);
  return {
    staged,
    known: new Set(inPlace.map((row) => row.profile_no)),
    changed: new Map(changed.filter(([, profiles]) => profiles.length > 0)),
  };
}

/** Updates what differs from the staging table: an update in place costs memory for every column it names, not only space. */
async function updateProfiles(
  sql: Sql,
  shop: ShopId,
  staging: string,
  changed: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  const groups = COLUMN_GROUPS.filter(({ stamp }) => changed.has(stamp));
  if (groups.length === 0) return;
  const assignments = groups
    .flatMap(({ stamp, columns }) => [stamp, ...columns])
    .map((name) => `${name} = joinGet('${staging}', '${name}', profile_no)`);
  await sql.command(
    `UPDATE profiles SET ${assignments.join(', ')} WHERE shop = {shop:String} AND profile_no IN {changed:Array(UInt32)}`,
    { shop, changed: [...new Set([...changed.values()].flat())] },
  );
}

/**
 * Derives every profile of a shop from nothing, one range of profile numbers after the other; beside the table, where
 * they take the place of the former ones at once for every reader. Only an engine that is killed while it puts them in
 * place may come back with both, or neither: so whoever calls this notes that it is done after it has returned, and
 * calls it again otherwise. Once it has returned, the former rows are covered on the disk as well.
 */
export async function deriveAllProfiles(
  sql: Sql,
  shop: ShopId,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<void> {
  const ranges = await rangesOf(sql, shop);
  const filled = await sourcesWithRows(sql, shop);
  const next = await newProfilesTable(sql, shop);
  const purchases = await newPurchases(sql, shop);
  let first = 1;
  for (const last of ranges) {
    const { sources, parameters } = profileSources(shop, { kind: 'range', first, last });
    const derived = deriveProfilesQuery(only(filled, sources));
    const columns = ['shop', 'profile_no', ...derived.columns].join(', ');
    await sql.command(
      `INSERT INTO ${next} (${columns}) SELECT {shop:String} AS shop, * FROM (${derived.sql})`,
      { ...parameters, shop },
      DERIVING,
    );
    await purchases.add(next, first, last);
    onProgress(last, ranges.at(-1) ?? last);
    first = last + 1;
  }
  // Updates in place are four times as dear to read when the rows that they are of have been merged since.
  await sql.command(`OPTIMIZE TABLE ${next} FINAL`, {}, { lane: 'heavy' });
  await purchases.join();
  await putInPlace(sql, shop, 'profiles', next);
  await purchases.replace();
  await sql.command(`DROP TABLE ${next} SYNC`);
}

/** The last profile of each range, in their order, so that none has much more than one statement may derive. */
async function rangesOf(sql: Sql, shop: ShopId): Promise<number[]> {
  const map =
    'SELECT customer_no, profile_no FROM profile_of FINAL PREWHERE shop = {shop:String} WHERE profile_no != 0';
  const shares = [
    `SELECT customer_no, 1 / ${PROFILES_PER_RANGE} AS share FROM (${map})`,
    `SELECT customer_no, (1 + length(line_product) / ${LINES_OF_AN_ORDER}) / ${ORDERS_PER_RANGE} AS share
     FROM customer_orders WHERE shop = {shop:String}`,
    `SELECT customer_no, 1 / ${EVENTS_PER_RANGE} AS share FROM customer_events WHERE shop = {shop:String}`,
  ];
  const rows = await sql.query<{ last: number }>(
    `SELECT max(profile_no) AS last FROM (
       SELECT profile_no, sum(share) OVER (ORDER BY profile_no) AS so_far FROM (
         SELECT profile_no, sum(share) AS share
         FROM (SELECT customer_no, sum(share) AS share FROM (${shares.join(' UNION ALL ')}) GROUP BY customer_no) AS s
         INNER JOIN (${map}) AS m ON s.customer_no = m.customer_no GROUP BY profile_no
       )
     ) GROUP BY floor(so_far) ORDER BY last`,
    { shop },
    { lane: 'heavy' },
  );
  return rows.map(({ last }) => last);
}
