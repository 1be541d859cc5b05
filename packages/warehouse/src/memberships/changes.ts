import type { Instant, ShopId } from '@clientele/model';
import type { Parameters } from '../engine/index.ts';
import { instantValue } from '../records/rows.js';
import type { Sql } from '../sql.js';

/** One entry or exit, to be recorded. */
export interface MembershipChange {
  readonly segment: string;
  readonly profileNo: number;
  readonly entered: boolean;
}

/** What an evaluation writes beside each change. */
export interface Evaluation {
  /** Grows with every evaluation of a shop; orders the changes. */
  readonly number: number;
  readonly at: Instant;
  /** Why: `records`, `day`, `definition`. */
  readonly cause: string;
}

/** SQL of the relation `segment_members`: who entered last. Reads the parameter `members_shop`. */
export const SEGMENT_MEMBERS_SQL = `(SELECT shop, segment, profile_no FROM membership_changes
  WHERE shop = {members_shop:String} GROUP BY shop, segment, profile_no HAVING argMax(entered, evaluation))`;

const MEMBERS_OF = `SELECT profile_no FROM membership_changes
  WHERE shop = {members_shop:String} AND segment = {segment:String} GROUP BY profile_no HAVING argMax(entered, evaluation)`;

/** Of the given profiles, who is a member of which segment now. */
export async function membershipsOf(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  profileNos: readonly number[],
): Promise<Map<string, Set<number>>> {
  const members = new Map<string, Set<number>>(segments.map((segment) => [segment, new Set()]));
  if (segments.length === 0 || profileNos.length === 0) return members;
  const rows = await sql.query<{ segment: string; profile_no: number }>(
    `SELECT segment, profile_no FROM membership_changes
     WHERE shop = {shop:String} AND segment IN {segments:Array(String)} AND profile_no IN {profiles:Array(UInt32)}
     GROUP BY segment, profile_no HAVING argMax(entered, evaluation)`,
    { shop, segments, profiles: profileNos },
  );
  for (const row of rows) members.get(row.segment)?.add(row.profile_no);
  return members;
}

/** Appends changes in one block; recording what is already so is the caller's mistake. */
export async function recordChanges(
  sql: Sql,
  shop: ShopId,
  evaluation: Evaluation,
  changes: readonly MembershipChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql.insert(
    'membership_changes',
    changes.map((change) => ({
      shop,
      segment: change.segment,
      profile_no: change.profileNo,
      at: instantValue(evaluation.at),
      evaluation: evaluation.number,
      entered: change.entered,
      cause: evaluation.cause,
    })),
  );
}

/**
 * Records the difference between who is a member now and whom a query selects, for all profiles at once. A crash in
 * the middle leaves a part of the difference, and doing it again records the rest.
 *
 * @param selected SQL of the profile numbers that the segment's query selects
 */
export async function recordDifference(
  sql: Sql,
  shop: ShopId,
  segment: string,
  evaluation: Evaluation,
  selected: { readonly sql: string; readonly params: Parameters },
): Promise<void> {
  await sql.command(
    `INSERT INTO membership_changes (shop, segment, profile_no, at, evaluation, entered, cause)
     SELECT {members_shop:String}, {segment:String}, profile_no, {at:DateTime64(3, 'UTC')}, {evaluation:UInt64}, selected = 1, {cause:String}
     FROM (
       SELECT profile_no, max(selected) AS selected, max(member) AS member FROM (
         SELECT profile_no, 1 AS selected, 0 AS member FROM (${selected.sql})
         UNION ALL
         SELECT profile_no, 0 AS selected, 1 AS member FROM (${MEMBERS_OF})
       ) GROUP BY profile_no
     ) WHERE selected != member`,
    {
      ...selected.params,
      members_shop: shop,
      segment,
      at: instantValue(evaluation.at),
      evaluation: evaluation.number,
      cause: evaluation.cause,
    },
    { lane: 'heavy' },
  );
}

/** How many members each segment has now; segments without any are left out. */
export async function memberCounts(sql: Sql, shop: ShopId): Promise<Map<string, number>> {
  const rows = await sql.query<{ segment: string; members: string }>(
    `SELECT segment, toString(count()) AS members FROM ${SEGMENT_MEMBERS_SQL} GROUP BY segment`,
    { members_shop: shop },
  );
  return new Map(rows.map((row) => [row.segment, Number(row.members)]));
}

/** A recorded entry or exit. */
export interface RecordedChange {
  readonly segment: string;
  readonly profileNo: number;
  readonly change: 'entered' | 'left';
  readonly at: string;
  readonly cause: string;
  /** Of the evaluation that recorded it. */
  readonly evaluation: number;
}

/** Where a page of changes ended. */
export type ChangePlace = Pick<RecordedChange, 'evaluation' | 'segment' | 'profileNo'>;

export interface ChangeFilter {
  readonly segment?: string;
  /** Not before and not after these instants. */
  readonly since?: Instant;
  readonly until?: Instant;
  readonly after?: ChangePlace;
  readonly limit: number;
}

/** Entries and exits, oldest first; of one segment or of all. */
export async function changesSince(
  sql: Sql,
  shop: ShopId,
  { segment, since, until, after, limit }: ChangeFilter,
): Promise<RecordedChange[]> {
  const rows = await sql.query<{
    segment: string;
    profile_no: number;
    entered: boolean;
    moment: string;
    cause: string;
    evaluation: string;
  }>(
    `SELECT segment, profile_no, entered, formatDateTime(at, '%Y-%m-%dT%H:%i:%S') AS moment, cause,
       toString(evaluation) AS evaluation
     FROM membership_changes FINAL
     WHERE shop = {shop:String} AND ({segment:String} = '' OR segment = {segment:String})
       AND at BETWEEN {since:DateTime64(3, 'UTC')} AND {until:DateTime64(3, 'UTC')}
       AND (membership_changes.evaluation, segment, profile_no)
         > ({after_evaluation:UInt64}, {after_segment:String}, {after_profile:UInt32})
     ORDER BY membership_changes.evaluation, segment, profile_no LIMIT {limit:UInt32}`,
    {
      shop,
      segment: segment ?? '',
      since: instantValue(since ?? '1900-01-01T00:00:00.000Z'),
      until: instantValue(until ?? '2299-12-31T23:59:59.000Z'),
      after_evaluation: after?.evaluation ?? 0,
      after_segment: after?.segment ?? '',
      after_profile: after?.profileNo ?? 0,
      limit,
    },
  );
  return rows.map((row) => ({
    segment: row.segment,
    profileNo: row.profile_no,
    change: row.entered ? 'entered' : 'left',
    at: `${row.moment}Z`,
    cause: row.cause,
    evaluation: Number(row.evaluation),
  }));
}
