import type { Instant, ShopId } from '@clientele/model';
import { memberBit } from '@clientele/segmentation';
import { instantOf, instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import { changesOfSql, FEW_AT_ONCE, isSetSql, MANY_WORDS, placesSql, segmentPlaces, segmentsAt } from './places.js';

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
     WHERE shop = {shop:String} AND evaluation > {after:UInt64} SETTINGS ${MANY_WORDS}`,
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
export async function changesSince(sql: Sql, shop: ShopId, filter: ChangeFilter): Promise<RecordedChange[]> {
  const { segment, after, limit } = filter;
  const places = await segmentPlaces(
    sql,
    shop,
    [segment, after?.segment].flatMap((one) => one ?? []),
  );
  const place = segment === undefined ? undefined : places.get(segment);
  if (segment !== undefined && place === undefined) return [];
  const reader = new ChangeReader(sql, shop, filter, place);
  const rows: ChangeRow[] = [];
  let last = after?.evaluation ?? 0;
  if (after !== undefined) {
    const behind = { profileNo: after.profileNo, place: places.get(after.segment) ?? -1 };
    rows.push(...(await reader.ofOne(last, behind, limit)));
  }
  while (rows.length < limit) {
    const next = await reader.evaluations(last, limit - rows.length);
    const [first] = next;
    if (first === undefined) break;
    // Those that fit in are read together; a larger one in the order in which it lies, as far as the page goes.
    let [words, together] = [0, 0];
    while (together < next.length && words + (next[together]?.words ?? 0) <= limit - rows.length) {
      words += next[together]?.words ?? 0;
      together += 1;
    }
    last = next[together - 1]?.number ?? first.number;
    rows.push(
      ...(together === 0
        ? await reader.ofOne(last, undefined, limit - rows.length)
        : await reader.ofSome(first.number, last)),
    );
  }
  const found = rows.slice(0, limit);
  const segments = await segmentsAt(
    sql,
    shop,
    found.map((row) => row.place),
  );
  return found.map((row) => ({
    segment: segments.get(row.place) ?? '',
    profileNo: row.profile_no,
    change: row.entered ? 'entered' : 'left',
    at: instantOf(row.at),
    cause: row.cause,
    evaluation: Number(row.number),
  }));
}

interface ChangeRow {
  readonly place: number;
  readonly profile_no: number;
  readonly entered: boolean;
  readonly at: string;
  readonly cause: string;
  readonly number: string;
}

/** Reads the changes of evaluations. A change may be there twice until the engine has merged its parts. */
class ChangeReader {
  readonly #sql: Sql;
  readonly #params: Readonly<Record<string, unknown>>;
  readonly #where: string;
  readonly #ofPlace: string;

  constructor(sql: Sql, shop: ShopId, { through, since, until }: ChangeFilter, place: number | undefined) {
    this.#sql = sql;
    this.#params = {
      shop,
      through,
      since: instantValue(since ?? '1900-01-01T00:00:00.000Z'),
      until: instantValue(until ?? '2299-12-31T23:59:59.000Z'),
    };
    this.#where = `shop = {shop:String} AND evaluation <= {through:UInt64}
      AND at BETWEEN {since:DateTime64(3, 'UTC')} AND {until:DateTime64(3, 'UTC')}
      ${place === undefined ? '' : `AND ${changesOfSql(place)}`}`;
    this.#ofPlace = place === undefined ? '' : `AND place = ${place}`;
  }

  /** Evaluations after one, at most so many, with how many words they changed. */
  async evaluations(after: number, limit: number): Promise<{ readonly number: number; readonly words: number }[]> {
    const rows = await this.#sql.query<{ number: string; words: string }>(
      `SELECT toString(evaluation) AS number, toString(count()) AS words FROM membership_changes
       WHERE ${this.#where} AND evaluation > {after:UInt64}
       GROUP BY evaluation ORDER BY evaluation LIMIT {limit:UInt32}`,
      { ...this.#params, after, limit },
    );
    return rows.map(({ number, words }) => ({ number: Number(number), words: Number(words) }));
  }

  /** All changes of evaluations from one to another. */
  ofSome(first: number, last: number): Promise<ChangeRow[]> {
    return this.#rows(
      `SELECT * FROM membership_changes WHERE ${this.#where} AND evaluation BETWEEN {first:UInt64} AND {last:UInt64}
       LIMIT 1 BY evaluation, profile_no, word_no`,
      `true ${this.#ofPlace} ORDER BY evaluation, profile_no, place`,
      { first, last },
    );
  }

  /** The first changes of an evaluation behind a profile and place, read no further than they go. */
  ofOne(
    evaluation: number,
    behind: { readonly profileNo: number; readonly place: number } | undefined,
    limit: number,
  ): Promise<ChangeRow[]> {
    const { profileNo, place } = behind ?? { profileNo: 0, place: -1 };
    const { wordNo } = memberBit(Math.max(place, 0));
    return this.#rows(
      `SELECT * FROM membership_changes
       WHERE ${this.#where} AND evaluation = {evaluation:UInt64}
         AND profile_no >= {profile:UInt32} AND (profile_no > {profile:UInt32} OR word_no >= {word:UInt16})
       ORDER BY shop, profile_no, word_no LIMIT 1 BY profile_no, word_no LIMIT {words:UInt32} SETTINGS ${FEW_AT_ONCE}`,
      `(profile_no, place) > ({profile:UInt32}, {place:Int64}) ${this.#ofPlace}
       ORDER BY profile_no, place LIMIT {limit:UInt32}`,
      // Each word has a change, but perhaps for the one in which the page before ended.
      { evaluation, profile: profileNo, place, word: wordNo, words: limit + 1, limit },
    );
  }

  #rows(words: string, rest: string, params: Readonly<Record<string, unknown>>): Promise<ChangeRow[]> {
    return this.#sql.query<ChangeRow>(
      `SELECT place, profile_no, ${isSetSql('bits')} AS entered, at, cause, toString(evaluation) AS number
       FROM (SELECT *, ${placesSql('changed')} AS place FROM (${words})) WHERE ${rest}`,
      { ...this.#params, ...params },
    );
  }
}
