import type { Instant, ShopId } from '@clientele/model';
import { memberBit, SEGMENTS_OF_A_WORD, type Word } from '@clientele/segmentation';
import { instantOf } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import type { MemberWord } from './changes.js';
import { bitsOf, isSetSql, placesSql, segmentPlaces, segmentsAt, wordsOfSegments } from './places.js';

/** A member of a segment. */
export interface SegmentMember {
  readonly profileNo: number;
  readonly since: Instant;
}

/** The members of some segments, by segment, in the order of their numbers, at most `limit` of each. */
export async function segmentMembers(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  page: { readonly limit: number; readonly after?: number },
): Promise<Map<string, SegmentMember[]>> {
  const members = new Map<string, SegmentMember[]>(segments.map((segment) => [segment, []]));
  const places = await segmentPlaces(sql, shop, segments);
  const placed = segments.flatMap((segment) => places.get(segment) ?? []);
  if (placed.length === 0) return members;
  // One by one, so that each is read only as far as its page goes.
  const pages = placed.map((place) => {
    const { wordNo, bit } = memberBit(place);
    return `SELECT * FROM (
         SELECT toUInt32(${place}) AS place, profile_no FROM members
         PREWHERE shop = {shop:String} AND word_no = ${wordNo} AND profile_no > {after:UInt32} AND bitTest(ever, ${bit})
         GROUP BY profile_no HAVING bitTest(argMax(bits, evaluation), ${bit}) ORDER BY profile_no LIMIT {limit:UInt32}
         SETTINGS optimize_aggregation_in_order = 1
       )`;
  });
  const rows = await sql.query<{ place: number; profile_no: number }>(pages.join(' UNION ALL '), {
    shop,
    after: page.after ?? 0,
    limit: page.limit,
  });
  const profiles = [...new Set(rows.map((row) => row.profile_no))];
  const memberships = await membershipsOfProfiles(sql, shop, profiles, wordsOfSegments(segments, places));
  const ids = await segmentsAt(sql, shop, placed);
  for (const { place, profile_no: profileNo } of rows) {
    const segment = ids.get(place) ?? '';
    const since = memberships.get(profileNo)?.find((one) => one.segment === segment)?.since;
    if (since !== undefined) members.get(segment)?.push({ profileNo, since });
  }
  return members;
}

/** How many members each segment has now, by reading all of them; segments without any are left out. */
export async function countMembers(sql: Sql, shop: ShopId): Promise<Map<string, number>> {
  const rows = await sql.query<{ place: number; members: string }>(
    `SELECT ${placesSql('bits')} AS place, toString(count()) AS members
     FROM members FINAL WHERE shop = {shop:String} GROUP BY place`,
    { shop },
  );
  const ids = await segmentsAt(
    sql,
    shop,
    rows.map(({ place }) => place),
  );
  return new Map(rows.map((row) => [ids.get(row.place) ?? '', Number(row.members)]));
}

/** By how many members each segment grew, or shrank, in the evaluations after one. */
export async function membersGained(sql: Sql, shop: ShopId, after: number): Promise<Map<string, number>> {
  // A change may be there twice until the engine has merged its parts.
  const rows = await sql.query<{ place: number; gained: string }>(
    `SELECT place, toString(sum(if(${isSetSql('bits')}, 1, -1))) AS gained FROM (
       SELECT ${placesSql('changed')} AS place, bits FROM membership_changes FINAL
       WHERE shop = {shop:String} AND evaluation > {after:UInt64}
     ) GROUP BY place`,
    { shop, after },
    { lane: 'heavy' },
  );
  const ids = await segmentsAt(
    sql,
    shop,
    rows.map(({ place }) => place),
  );
  return new Map(rows.map((row) => [ids.get(row.place) ?? '', Number(row.gained)]));
}

/** A segment that a profile is in. */
export interface MembershipOfProfile {
  readonly segment: string;
  readonly since: Instant;
}

/**
 * The segments that some profiles are in now, by profile, ordered by segment; deleted ones among them.
 *
 * @param words those of the segments that matter; all without
 */
export async function membershipsOfProfiles(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
  words?: readonly Word[],
): Promise<Map<number, MembershipOfProfile[]>> {
  if (profileNos.length === 0) return new Map();
  const rows = await sql.query<ChangeRow>(
    `SELECT profile_no, word_no, evaluation, at, changed, bits FROM membership_changes
     PREWHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)}
     ${words === undefined ? '' : `AND word_no IN {words:Array(UInt16)}`}`,
    { shop, profiles: profileNos, ...(words && { words: words.map(({ wordNo }) => wordNo) }) },
  );
  const placesOf = (row: ChangeRow) => bitsOf(BigInt(row.changed)).map((bit) => row.word_no * SEGMENTS_OF_A_WORD + bit);
  const ids = await segmentsAt(sql, shop, rows.flatMap(placesOf));
  const since = new Map<number, Map<string, Instant>>();
  for (const row of rows.sort((a, b) => Number(a.evaluation) - Number(b.evaluation))) {
    const ofProfile = since.get(row.profile_no) ?? new Map<string, Instant>();
    since.set(row.profile_no, ofProfile);
    for (const place of placesOf(row)) {
      const segment = ids.get(place) ?? '';
      if (isSet(BigInt(row.bits), place)) ofProfile.set(segment, instantOf(row.at));
      else ofProfile.delete(segment);
    }
  }
  const memberships = new Map<number, MembershipOfProfile[]>();
  for (const [profileNo, segments] of since) {
    if (segments.size === 0) continue;
    const some = [...segments].map(([segment, since]) => ({ segment, since }));
    memberships.set(
      profileNo,
      some.sort((a, b) => (a.segment < b.segment ? -1 : 1)),
    );
  }
  return memberships;
}

interface ChangeRow {
  readonly profile_no: number;
  readonly word_no: number;
  readonly evaluation: string;
  readonly at: string;
  readonly changed: string;
  readonly bits: string;
}

/** The segments of a word that a profile is in, and ever was. */
type Inside = Pick<MemberWord, 'bits' | 'ever'>;

/** In which segments some profiles are, and ever were. */
export class MemberWords {
  readonly #words: ReadonlyMap<number, ReadonlyMap<number, Inside>>;

  /** @param words by profile, then by the number of the word */
  constructor(words: ReadonlyMap<number, ReadonlyMap<number, Inside>>) {
    this.#words = words;
  }

  /** The segments of a word that a profile is in. */
  bits(profileNo: number, wordNo: number): bigint {
    return this.#words.get(profileNo)?.get(wordNo)?.bits ?? 0n;
  }

  /** The word of a profile once some of its segments were entered or left. */
  changed(profileNo: number, wordNo: number, changed: bigint): MemberWord {
    const { bits, ever } = this.#words.get(profileNo)?.get(wordNo) ?? { bits: 0n, ever: 0n };
    return { profileNo, wordNo, changed, bits: bits ^ changed, ever: ever | changed };
  }

  /** @param place of a segment; without one nobody is a member */
  isMember(profileNo: number, place: number | undefined): boolean {
    if (place === undefined) return false;
    return isSet(this.bits(profileNo, memberBit(place).wordNo), place);
  }
}

/** @param word the one that the place is in */
function isSet(word: bigint, place: number): boolean {
  return ((word >> BigInt(memberBit(place).bit)) & 1n) === 1n;
}

/**
 * In which segments some profiles are now, as recorded: also where members did not follow yet. Found by their keys, so that
 * the street asks it beside whom the queries select.
 */
export async function memberWords(sql: Sql, shop: ShopId, profileNos: readonly number[]): Promise<MemberWords> {
  const words = new Map<number, Map<number, Inside>>();
  if (profileNos.length === 0) return new MemberWords(words);
  const rows = await sql.query<{ profile_no: number; word_no: number; now: string; before: string }>(
    `SELECT profile_no, word_no, argMax(bits, evaluation) AS now, groupBitOr(ever) AS before FROM membership_changes
     PREWHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)} GROUP BY profile_no, word_no`,
    { shop, profiles: profileNos },
    { lane: 'look-up' },
  );
  for (const { profile_no: profileNo, word_no: wordNo, now, before } of rows) {
    const ofProfile = words.get(profileNo) ?? new Map<number, Inside>();
    words.set(profileNo, ofProfile.set(wordNo, { bits: BigInt(now), ever: BigInt(before) }));
  }
  return new MemberWords(words);
}

/** Of the given profiles, who is a member of which segment now. */
export async function membershipsOf(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  profileNos: readonly number[],
): Promise<Map<string, Set<number>>> {
  const places = await segmentPlaces(sql, shop, segments);
  const words = await memberWords(sql, shop, profileNos);
  const membersOf = (segment: string) =>
    new Set(profileNos.filter((profileNo) => words.isMember(profileNo, places.get(segment))));
  return new Map(segments.map((segment) => [segment, membersOf(segment)]));
}
