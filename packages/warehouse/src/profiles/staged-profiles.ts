import type { ShopId } from '@clientele/model';
import { PROFILES } from '@clientele/segmentation';
import type { Sql } from '../sql.js';
import { stagingTable } from './table.js';

/**
 * Profiles whose rows in place are what was just derived, some columns of which still stand in the staging table: until the
 * next derivation of the shop, or {@link dropStaged}.
 */
export interface StagedProfiles {
  readonly profiles: readonly number[];
  /**
   * SQL of the relation `profiles`, to be narrowed to these alone: of anybody else it says nothing true. Of scattered rows
   * in place each column is a place to read; what is staged lies in memory.
   */
  readonly relation: string;
}

/** @param columns those that were staged */
export function stagedProfiles(
  shop: ShopId,
  profiles: readonly number[],
  columns: ReadonlySet<string>,
): StagedProfiles {
  const read = Object.keys(PROFILES).map((name) =>
    columns.has(name) ? `joinGet('${stagingTable(shop)}', '${name}', profile_no) AS ${name}` : name,
  );
  return { profiles, relation: `(SELECT ${read.join(', ')} FROM profiles)` };
}

/** Frees what the latest derivation of a shop left staged. */
export async function dropStaged(sql: Sql, shop: ShopId): Promise<void> {
  await sql.command(`DROP TABLE IF EXISTS ${stagingTable(shop)} SYNC`);
}
