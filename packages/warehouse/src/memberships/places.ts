import type { ShopId } from '@clientele/model';
import { memberBit, SEGMENTS_OF_A_WORD, type Word, wordsOf } from '@clientele/segmentation';
import type { Sql } from '../sql.js';

/** The places of segments among those of their shop, by their ids. */
export type SegmentPlaces = ReadonlyMap<string, number>;

interface Known {
  readonly places: SegmentPlaces;
  readonly segments: ReadonlyMap<number, string>;
  /** How often the shop's segments had been given places before it was read. */
  readonly placements: number;
}

/** A segment keeps its place for good, so that what was once read holds. */
const known = new WeakMap<Sql, Map<string, Known>>();

/** How often segments of a shop were given places, by whichever connection: until then, who has none has none. */
const placements = new Map<string, number>();

/** The places of some segments, others perhaps among them; one that was never evaluated has none. */
export async function segmentPlaces(sql: Sql, shop: ShopId, segments: readonly string[]): Promise<SegmentPlaces> {
  const remembered = known.get(sql)?.get(shop);
  const suffices =
    remembered !== undefined &&
    (remembered.placements === placementsOf(shop) || segments.every((segment) => remembered.places.has(segment)));
  return (suffices ? remembered : await read(sql, shop)).places;
}

/** The ids of the segments at some places, others perhaps among them. */
export async function segmentsAt(
  sql: Sql,
  shop: ShopId,
  places: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const remembered = known.get(sql)?.get(shop)?.segments;
  const suffices = remembered !== undefined && places.every((place) => remembered.has(place));
  return suffices ? remembered : (await read(sql, shop)).segments;
}

/** The places of some segments; gives one to each that has none. Only whoever writes a shop's memberships may call it. */
export async function placeSegments(sql: Sql, shop: ShopId, segments: readonly string[]): Promise<SegmentPlaces> {
  const remembered = await segmentPlaces(sql, shop, segments);
  if (segments.every((segment) => remembered.has(segment))) return remembered;
  const { places } = await read(sql, shop);
  const unplaced = segments.filter((segment) => !places.has(segment));
  if (unplaced.length === 0) return places;
  const next = Math.max(-1, ...places.values()) + 1;
  const rows = unplaced.map((segment, index) => ({ shop, segment, place: next + index }));
  try {
    await sql.insert('segment_places', rows);
  } finally {
    // Where only the answer was lost, they have them all the same.
    placements.set(shop, placementsOf(shop) + 1);
  }
  return (await read(sql, shop)).places;
}

function placementsOf(shop: ShopId): number {
  return placements.get(shop) ?? 0;
}

async function read(sql: Sql, shop: ShopId): Promise<Known> {
  const before = placementsOf(shop);
  const rows = await sql.query<{ segment: string; place: number }>(
    'SELECT segment, place FROM segment_places WHERE shop = {shop:String}',
    { shop },
  );
  const now: Known = {
    places: new Map(rows.map(({ segment, place }) => [segment, place])),
    segments: new Map(rows.map(({ segment, place }) => [place, segment])),
    placements: before,
  };
  const shops = known.get(sql) ?? new Map<string, Known>();
  known.set(sql, shops.set(shop, now));
  return now;
}

/** The words that the bits of some segments are in. */
export function wordsOfSegments(segments: readonly string[], places: SegmentPlaces): Word[] {
  return wordsOf(segments.flatMap((segment) => places.get(segment) ?? []));
}

/** SQL that a row is of one of some words. */
export function ofWordsSql(words: readonly Word[]): string {
  return `word_no IN (${words.map(({ wordNo }) => wordNo).join(', ')})`;
}

/** SQL of those bits of a row's word that are meant. */
export function maskedSql(bits: string, words: readonly Word[]): string {
  const [numbers, masks] = [words.map(({ wordNo }) => wordNo), words.map(({ mask }) => `toUInt64('${mask}')`)];
  return `bitAnd(${bits}, transform(word_no, [${numbers.join(', ')}], [${masks.join(', ')}], toUInt64(0)))`;
}

/** SQL of the place of each segment whose bit is set: a row for each. */
export function placesSql(bits: string): string {
  return `toUInt32(word_no * ${SEGMENTS_OF_A_WORD} + arrayJoin(bitPositionsToArray(${bits})))`;
}

/** SQL that the bit of the segment at `place` is set in its word. */
export function isSetSql(bits: string): string {
  return `toBool(bitTest(${bits}, place % ${SEGMENTS_OF_A_WORD}))`;
}

/** SQL that a row of `membership_changes` is about a segment that is at a place; none is without one. */
export function changesOfSql(place: number | undefined): string {
  if (place === undefined) return 'false';
  const { wordNo, bit } = memberBit(place);
  return `word_no = ${wordNo} AND bitTest(changed, ${bit})`;
}

/** Settings of a statement that reads rows in their order as far as a page goes: the engine would read many ahead. */
export const FEW_AT_ONCE = 'max_block_size = 8192, read_in_order_use_buffering = 0';

/**
 * Settings of an insert of many words, all of different keys: the engine would look for equal ones, for as long as writing
 * takes. Two threads, which together gather no more rows than one would.
 */
export const MANY_WORDS =
  'optimize_on_insert = 0, max_threads = 2, max_insert_threads = 2, min_insert_block_size_rows = 262144';

/** The bits of a word that are set, 0 the lowest. */
export function bitsOf(word: bigint): number[] {
  const bits: number[] = [];
  for (let [bit, rest] = [0, word]; rest !== 0n; bit += 1, rest >>= 1n) if ((rest & 1n) === 1n) bits.push(bit);
  return bits;
}
