import type { Instant, ShopId } from '@clientele/model';
import { instantOf, instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import { changesOfSql, isSetSql, placesSql, segmentPlaces, segmentsAt } from './places.js';

/** The entries and exits of one profile in the segments of one word, to be recorded. */
export interface MemberWord {
  readonly profileNo: number;
  readonly wordNo: number;
  /** The segments that it enters or leaves, as bits. */
  readonly changed: bigint;
  /** The segments that it is in then: whoever of `changed` is not among them, leaves. */
  readonly bits: bigint;
  /** The segments that it was ever in. */
  readonly ever: bigint;
}

/** What an evaluation writes beside each change. */
export interface Evaluation {
  /** Grows with every evaluation of a shop; orders the changes. */
  readonly number: number;
  readonly at: Instant;
  /** Why: `records`, `day`, `definition`, `list`. */
  readonly cause: string;
}

/** SQL of the relation `segment_members`, to be narrowed to a shop and a word by whoever reads it. */
export const SEGMENT_MEMBERS_SQL = 'members';

/**
 * Appends changes in one block, and lets members follow them; recording what is already so is the caller's mistake. Where
 * a crash keeps members from it, {@link followChanges} does.
 */
export async function recordChanges(
  sql: Sql,
  shop: ShopId,
  evaluation: Evaluation,
  changes: readonly MemberWord[],
): Promise<void> {
  if (changes.length === 0) return;
  const states = changes.map(({ profileNo, wordNo, bits, ever }) => ({
    shop,
    profile_no: profileNo,
    word_no: wordNo,
    evaluation: evaluation.number,
    bits: String(bits),
    ever: String(ever),
  }));
  await sql.insert(
    'membership_changes',
    states.map((state, index) => ({
      ...state,
      at: instantValue(evaluation.at),
      cause: evaluation.cause,
      changed: String(changes[index]?.changed),
    })),
  );
  await sql.insert('members', states);
}

/**
 * Brings the members of a shop in line with all changes of the evaluations after one. Doing it again changes nothing,
 * so after a crash it is enough to begin with the last evaluation that members are known to have followed.
 */
export async function followChanges(sql: Sql, shop: ShopId, after: number): Promise<void> {
  await sql.command(
    `INSERT INTO members (shop, word_no, profile_no, evaluation, bits, ever)
     SELECT shop, word_no, profile_no, evaluation, bits, ever FROM membership_changes
     WHERE shop = {shop:String} AND evaluation > {after:UInt64}`,
    { shop, after },
    { lane: 'heavy' },
  );
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

/** Entries and exits, oldest first, of one evaluation by profile; of one segment or of all. */
export async function changesSince(
  sql: Sql,
  shop: ShopId,
  { through, segment, since, until, after, limit }: ChangeFilter,
): Promise<RecordedChange[]> {
  const named = [segment, after?.segment].flatMap((one) => one ?? []);
  const places = await segmentPlaces(sql, shop, named);
  const place = segment === undefined ? undefined : places.get(segment);
  if (segment !== undefined && place === undefined) return [];
  const rows = await sql.query<{
    place: number;
    profile_no: number;
    entered: boolean;
    at: string;
    cause: string;
    number: string;
  }>(
    `SELECT place, profile_no, ${isSetSql('bits')} AS entered, at, cause, toString(evaluation) AS number
     FROM (
       SELECT *, ${placesSql('changed')} AS place
       FROM membership_changes FINAL
       WHERE shop = {shop:String} AND evaluation BETWEEN {after_evaluation:UInt64} AND {through:UInt64}
         AND at BETWEEN {since:DateTime64(3, 'UTC')} AND {until:DateTime64(3, 'UTC')}
         ${place === undefined ? '' : `AND ${changesOfSql(place)}`}
     )
     WHERE (evaluation, profile_no, place) > ({after_evaluation:UInt64}, {after_profile:UInt32}, {after_place:Int64})
       ${place === undefined ? '' : `AND place = ${place}`}
     ORDER BY evaluation, profile_no, place LIMIT {limit:UInt32}`,
    {
      shop,
      through,
      since: instantValue(since ?? '1900-01-01T00:00:00.000Z'),
      until: instantValue(until ?? '2299-12-31T23:59:59.000Z'),
      after_evaluation: after?.evaluation ?? 0,
      after_profile: after?.profileNo ?? 0,
      after_place: after === undefined ? -1 : (places.get(after.segment) ?? -1),
      limit,
    },
  );
  const segments = await segmentsAt(
    sql,
    shop,
    rows.map((row) => row.place),
  );
  return rows.map((row) => ({
    segment: segments.get(row.place) ?? '',
    profileNo: row.profile_no,
    change: row.entered ? 'entered' : 'left',
    at: instantOf(row.at),
    cause: row.cause,
    evaluation: Number(row.number),
  }));
}
