import type { ShopId } from '@clientele/model';
import { deriveProfilesQuery } from '@clientele/segmentation';
import type { Sql } from '../sql.js';
import { profileSources } from './sources.js';
import { PROFILE_COLUMNS } from './table.js';

const COLUMNS = PROFILE_COLUMNS.map(([name]) => name).join(', ');

/** Rows that one statement may derive at most; a share of a large shop stays below the engine's memory cap. */
const PROFILES_PER_SHARE = 30_000;

/**
 * Derives the rows of some profiles anew and puts them in place: new ones are inserted, known ones updated, and those
 * that have no record left are removed. Doing it again changes nothing.
 *
 * @param customerNos all customer records of those profiles
 */
export async function deriveProfiles(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
  customerNos: readonly number[],
): Promise<void> {
  if (profileNos.length === 0) return;
  const { sources, parameters } = profileSources(shop, { kind: 'customers', customerNos });
  const derived = deriveProfilesQuery(shop, sources, profileNos);
  await sql.command('TRUNCATE TABLE profiles_staging');
  await sql.command(
    `INSERT INTO profiles_staging (profile_no, ${COLUMNS}) SELECT profile_no, ${COLUMNS} FROM (${derived.sql})`,
    { ...derived.params, ...parameters },
    { lane: 'heavy' },
  );
  const scope = { shop, profiles: profileNos };
  const isKnown = 'shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)}';
  const known = await sql.query<{ profile_no: number }>(`SELECT profile_no FROM profiles WHERE ${isKnown}`, scope);
  if (known.length > 0) {
    const assignments = PROFILE_COLUMNS.map(([name]) => `${name} = joinGet('profiles_staging', '${name}', profile_no)`);
    await sql.command(
      `UPDATE profiles SET ${assignments.join(', ')}
       WHERE ${isKnown} AND profile_no IN (SELECT profile_no FROM profiles_staging)`,
      scope,
    );
    await sql.command(
      `DELETE FROM profiles WHERE ${isKnown} AND profile_no NOT IN (SELECT profile_no FROM profiles_staging)`,
      scope,
    );
  }
  await sql.command(
    `INSERT INTO profiles (shop, profile_no, ${COLUMNS}) SELECT {shop:String}, profile_no, ${COLUMNS} FROM profiles_staging
     WHERE profile_no NOT IN {known:Array(UInt32)}`,
    { shop, known: known.map((row) => row.profile_no) },
  );
  await sql.command('TRUNCATE TABLE profiles_staging');
}

/** Derives every profile of a shop from nothing, share by share. */
export async function deriveAllProfiles(
  sql: Sql,
  shop: ShopId,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<void> {
  const [row] = await sql.query<{ profiles: string }>(
    'SELECT toString(uniqExact(profile_no)) AS profiles FROM profile_of FINAL WHERE shop = {shop:String} AND profile_no != 0',
    { shop },
  );
  const shares = Math.max(1, Math.ceil(Number(row?.profiles ?? 0) / PROFILES_PER_SHARE));
  await sql.command('DELETE FROM profiles WHERE shop = {shop:String}', { shop });
  for (let index = 0; index < shares; index += 1) {
    const { sources, parameters } = profileSources(shop, { kind: 'share', index, of: shares });
    const derived = deriveProfilesQuery(shop, sources);
    await sql.command(
      `INSERT INTO profiles (shop, profile_no, ${COLUMNS}) SELECT {shop:String}, profile_no, ${COLUMNS} FROM (${derived.sql})`,
      { ...derived.params, ...parameters, shop },
      { lane: 'heavy' },
    );
    onProgress(index + 1, shares);
  }
}
