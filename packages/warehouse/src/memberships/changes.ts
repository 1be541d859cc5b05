import type { Instant, ShopId } from '@clientele/model';
import type { Parameters } from '../engine/index.ts';
import { instantValue } from '../records/instant-value.js';
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

/** SQL of the column `at` as the text of an instant. */
export const AT_SQL = `concat(replaceOne(toString(at), ' ', 'T'), 'Z')`;

/** SQL of the relation `segment_members`, to be narrowed to a shop and a segment by whoever reads it. */
export const SEGMENT_MEMBERS_SQL = '(SELECT shop, segment, profile_no FROM members FINAL WHERE entered)';

/**
 * Appends changes in one block, and lets members follow them; recording what is already so is the caller's mistake. Where
 * a crash keeps members from it, {@link followChanges} does.
 */
export async function recordChanges(
  sql: Sql,
  shop: ShopId,
  evaluation: Evaluation,
  changes: readonly MembershipChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const states = changes.map((change) => ({
    shop,
    segment: change.segment,
    profile_no: change.profileNo,
    at: instantValue(evaluation.at),
    evaluation: evaluation.number,
    entered: change.entered,
  }));
  await sql.insert(
    'membership_changes',
    states.map((state) => ({ ...state, cause: evaluation.cause })),
  );
  for (const table of MEMBERS) await sql.insert(table, states);
}

/** Whom the queries of some segments select. */
export interface Selected {
  /**
   * SQL of rows `profile_no`, `w0`, `w1` … (UInt64): the n-th segment from 0 is that of the n-th lowest bit, 64 in a word;
   * one row at most for each profile.
   */
  readonly sql: string;
  readonly params: Parameters;
}

/** Differences that are taken to the caller; where there are more, they stay with the engine. */
export const MOST_DIFFERENCES = 10_000;

/**
 * The difference between who is a member of some segments now and whom their queries select, for all profiles at once.
 *
 * @returns undefined where more than {@link MOST_DIFFERENCES} profiles are concerned: see {@link recordDifference}
 */
export async function differenceOf(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  selected: Selected,
): Promise<MembershipChange[] | undefined> {
  const rows = await sql.query<{ profile_no: number; changed: string[]; now: string[] }>(
    `${differenceSql(segments.length, selected)} LIMIT ${MOST_DIFFERENCES + 1}`,
    { ...selected.params, shop, segments },
    { lane: 'heavy' },
  );
  if (rows.length > MOST_DIFFERENCES) return undefined;
  return rows.flatMap(({ profile_no, changed, now }) =>
    changed.flatMap((word, at) =>
      bitsOf(BigInt(word)).flatMap((bit) => {
        const segment = segments[at * WORD + bit];
        const entered = ((BigInt(now[at] ?? 0) >> BigInt(bit)) & 1n) === 1n;
        return segment === undefined ? [] : [{ segment, profileNo: profile_no, entered }];
      }),
    ),
  );
}

const WORD = 64;

function bitsOf(word: bigint): number[] {
  const bits: number[] = [];
  for (let [bit, rest] = [0, word]; rest !== 0n; bit += 1, rest >>= 1n) if ((rest & 1n) === 1n) bits.push(bit);
  return bits;
}

/**
 * Appends the difference between who is a member of some segments now and whom their queries select; members are to
 * follow, see {@link followChanges}. A crash in the middle leaves a part of it; once members have followed that part,
 * doing it again appends the rest.
 */
export async function recordDifference(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  evaluation: Evaluation,
  selected: Selected,
): Promise<void> {
  await sql.command(
    `INSERT INTO membership_changes (shop, segment, profile_no, at, evaluation, entered, cause)
     SELECT {shop:String}, {segments:Array(String)}[first + bit], profile_no, {at:DateTime64(3, 'UTC')},
       {evaluation:UInt64}, bitTest(is, bit), {cause:String}
     FROM (
       SELECT profile_no, is, first, arrayJoin(bitPositionsToArray(differs)) AS bit
       FROM (${differenceSql(segments.length, selected)})
       ARRAY JOIN changed AS differs, now AS is, arrayMap(word -> word * ${WORD} + 1, range(length(changed))) AS first
     )`,
    {
      ...selected.params,
      shop: shop,
      segments,
      at: instantValue(evaluation.at),
      evaluation: evaluation.number,
      cause: evaluation.cause,
    },
    { lane: 'heavy' },
  );
}

/**
 * SQL of the profiles that are to enter or leave, with the bits of those segments (`changed`), and of all that select
 * them (`now`). Who is a member, and who is selected, is a bit in either; one that is in both goes out. The place of a
 * segment is looked up by `transform`, once for each segment, as nothing else would be: not for each of its members.
 */
function differenceSql(segments: number, selected: Selected): string {
  const words = Array.from({ length: Math.ceil(segments / WORD) }, (_, word) => word);
  const bit = (word: number) =>
    `if(intDiv(place, ${WORD}) = ${word}, bitShiftLeft(toUInt64(1), place % ${WORD}), 0) AS w${word}`;
  const list = (of: (word: number) => string) => words.map(of).join(', ');
  return `SELECT profile_no, [${list((word) => `x${word}`)}] AS changed, [${list((word) => `n${word}`)}] AS now FROM (
       SELECT profile_no, ${list((word) => `groupBitXor(w${word}) AS x${word}, groupBitXorIf(w${word}, selects) AS n${word}`)}
       FROM (
         SELECT profile_no, ${list((word) => `w${word}`)}, true AS selects FROM (${selected.sql})
         UNION ALL
         SELECT profile_no, ${list(bit)}, false AS selects FROM (
           SELECT profile_no, toUInt32(transform(toString(segment), {segments:Array(String)}, range(${segments}), 0)) AS place
           FROM members FINAL PREWHERE shop = {shop:String} AND segment IN {segments:Array(String)} WHERE entered
         )
       ) GROUP BY profile_no
     ) WHERE ${words.map((word) => `x${word} != 0`).join(' OR ')}`;
}

/** Who is a member now, from either side. */
const MEMBERS = ['members', 'members_by_profile'] as const;

/**
 * Brings the members of a shop in line with all changes of the evaluations after one. Doing it again changes nothing,
 * so after a crash it is enough to begin with the last evaluation that members are known to have followed.
 */
export async function followChanges(sql: Sql, shop: ShopId, after: number): Promise<void> {
  for (const table of MEMBERS) {
    await sql.command(
      `INSERT INTO ${table} (shop, segment, profile_no, at, evaluation, entered)
       SELECT shop, segment, profile_no, at, evaluation, entered FROM membership_changes
       WHERE shop = {shop:String} AND evaluation > {after:UInt64}`,
      { shop, after },
    );
  }
}

/** A recorded entry or exit. */
export interface RecordedChange {
  readonly segment: string;
  readonly profileNo: number;
  readonly change: 'entered' | 'left';
  readonly at: Instant;
  readonly cause: string;
  /** Of the evaluation that recorded it. */
  readonly evaluation: number;
}

/** Where a page of changes ended. */
export type ChangePlace = Pick<RecordedChange, 'evaluation' | 'segment' | 'profileNo'>;

export interface ChangeFilter {
  /** The last evaluation that is complete: behind a page, no change may come to be that belongs before its end. */
  readonly through: number;
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
  { through, segment, since, until, after, limit }: ChangeFilter,
): Promise<RecordedChange[]> {
  const rows = await sql.query<{
    segment: string;
    profile_no: number;
    entered: boolean;
    moment: Instant;
    cause: string;
    evaluation: string;
  }>(
    `SELECT segment, profile_no, entered, ${AT_SQL} AS moment, cause,
       toString(evaluation) AS evaluation
     FROM membership_changes FINAL
     WHERE shop = {shop:String} AND ({segment:String} = '' OR segment = {segment:String})
       AND at BETWEEN {since:DateTime64(3, 'UTC')} AND {until:DateTime64(3, 'UTC')}
       AND membership_changes.evaluation <= {through:UInt64}
       AND (membership_changes.evaluation, segment, profile_no)
         > ({after_evaluation:UInt64}, {after_segment:String}, {after_profile:UInt32})
     ORDER BY membership_changes.evaluation, segment, profile_no LIMIT {limit:UInt32}`,
    {
      shop,
      through,
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
    at: row.moment,
    cause: row.cause,
    evaluation: Number(row.evaluation),
  }));
}
