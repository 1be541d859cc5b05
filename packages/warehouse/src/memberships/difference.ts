import type { ShopId } from '@clientele/model';
import { SEGMENTS_OF_A_WORD, type Word } from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';
import { tableOf } from '../profiles/shop-table.js';
import { instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import type { Evaluation, MemberWord } from './changes.js';
import { bitsOf, MANY_WORDS, maskedSql, ofWordsSql } from './places.js';

/** Whom the queries of some segments select. */
export interface Selected {
  /** SQL of rows `profile_no`, `w0`, `w1` … (UInt64): one for each profile of the shop. */
  readonly sql: string;
  readonly params: Parameters;
  /** What `w0`, `w1` … are, and which of their bits are told; the others are 0. */
  readonly words: readonly Word[];
}

/** Words that are taken to the caller; where more differ, they stay with the engine. */
export const MOST_DIFFERENCES = 10_000;

/**
 * The difference between who is a member of some segments now and whom their queries select, for all profiles at once.
 *
 * @returns undefined where more than {@link MOST_DIFFERENCES} words differ: see {@link recordDifference}
 */
export async function differenceOf(sql: Sql, shop: ShopId, selected: Selected): Promise<MemberWord[] | undefined> {
  const { words, params } = selected;
  const rows = await sql.query<{ profile_no: number; word_no: number; changed: string; bits: string; ever: string }>(
    `SELECT * FROM (
       ${differenceSql(`(${selected.sql})`, columnsOf(words))} UNION ALL ${goneSql(words)}
     ) LIMIT ${MOST_DIFFERENCES + 1}`,
    { ...params, shop },
    { lane: 'heavy' },
  );
  if (rows.length > MOST_DIFFERENCES) return undefined;
  return rows.map((row) => ({
    profileNo: row.profile_no,
    wordNo: row.word_no,
    changed: BigInt(row.changed),
    bits: BigInt(row.bits),
    ever: BigInt(row.ever),
  }));
}

/**
 * Appends the difference between who is a member of some segments now and whom their queries select; members are to
 * follow, see `followChanges`. Whom queries select is computed once, into a table of the shop's own, and compared one word
 * after the other, so that however many there are it takes little memory. A crash in the middle leaves a part of the
 * changes; once members have followed that part, doing it again appends the rest.
 *
 * @returns how many members each segment has then, by its place
 */
export async function recordDifference(
  sql: Sql,
  shop: ShopId,
  evaluation: Evaluation,
  { sql: query, params, words }: Selected,
): Promise<ReadonlyMap<number, number>> {
  const heavy = { lane: 'heavy' } as const;
  const staged = tableOf('selected_words', shop);
  const columns = columnsOf(words);
  const drop = () => sql.command(`DROP TABLE IF EXISTS ${staged} SYNC`);
  await drop();
  await sql.command(
    `CREATE TABLE ${staged} (profile_no UInt32, ${columns.map(({ column }) => `${column} UInt64`).join(', ')})
     ENGINE = MergeTree ORDER BY profile_no`,
  );
  const list = ['profile_no', ...columns.map(({ column }) => column)].join(', ');
  const computed = `INSERT INTO ${staged} (${list}) SELECT ${list} FROM (${query})`;
  await sql.command(computed, { ...params, shop }, { ...heavy, settings: { max_threads: 2 } });
  const known = await wordsWithMembers(sql, shop);
  const fresh = columns.filter(({ wordNo }) => !known.has(wordNo));
  const differences = columns.flatMap((word) => (known.has(word.wordNo) ? [differenceSql(staged, [word])] : []));
  if (fresh.length > 0) differences.push(firstSql(staged, fresh));
  for (const difference of [...differences, goneSql(words)]) {
    await append(sql, shop, evaluation, difference);
  }
  const members = await membersSelected(sql, staged, columns);
  await drop();
  return members;
}

/**
 * Appends that all members of some segments leave; members are to follow, see `followChanges`. Only the words of these
 * segments are read. Once members have followed what a crash left of it, doing it again appends the rest.
 */
export async function recordLeaving(
  sql: Sql,
  shop: ShopId,
  evaluation: Evaluation,
  words: readonly Word[],
): Promise<void> {
  const leaving = `SELECT profile_no, word_no, ${maskedSql('members.bits', words)} AS changed,
       bitXor(members.bits, changed) AS bits, members.ever AS ever
     FROM members FINAL PREWHERE shop = {shop:String} AND ${ofWordsSql(words)} WHERE changed != 0`;
  await append(sql, shop, evaluation, leaving);
}

/** @param changes SQL of rows `profile_no`, `word_no`, `changed`, `bits`, `ever` */
function append(sql: Sql, shop: ShopId, { number, at, cause }: Evaluation, changes: string): Promise<void> {
  return sql.command(
    `INSERT INTO membership_changes (shop, profile_no, word_no, evaluation, at, cause, changed, bits, ever)
     SELECT {shop:String}, profile_no, word_no, {evaluation:UInt64}, {at:DateTime64(3, 'UTC')}, {cause:String}, changed, bits, ever
     FROM (${changes}) SETTINGS ${MANY_WORDS}, ${IN_ORDER}`,
    { shop, at: instantValue(at), evaluation: number, cause },
    { lane: 'heavy' },
  );
}

/** Both sides of the join of two words lie by profile: they are brought together in that order, for two thirds of what a hash table costs. */
const IN_ORDER = "join_algorithm = 'partial_merge'";

/** The words of which a profile has a row. */
async function wordsWithMembers(sql: Sql, shop: ShopId): Promise<ReadonlySet<number>> {
  const rows = await sql.query<{ word_no: number }>(
    'SELECT DISTINCT word_no FROM members PREWHERE shop = {shop:String}',
    { shop },
    { lane: 'heavy' },
  );
  return new Set(rows.map(({ word_no }) => word_no));
}

/** SQL of the words that are to change where nobody was ever a member: those of all who are selected. */
function firstSql(selected: string, words: readonly Column[]): string {
  const list = (of: (word: Column) => string) => `[${words.map(of).join(', ')}]`;
  return `SELECT profile_no, word_no, changed, changed AS bits, changed AS ever FROM ${selected}
     ARRAY JOIN ${list(({ wordNo }) => `toUInt16(${wordNo})`)} AS word_no, ${list(({ column }) => column)} AS changed
     WHERE changed != 0`;
}

/** Profiles that are counted together, so that eight counts fit into one number, a byte for each, were each there twice. */
const COUNTED_TOGETHER = 127;

/** How many profiles have each bit of some words, by the place of the segment that it is. */
async function membersSelected(
  sql: Sql,
  staged: string,
  columns: readonly Column[],
): Promise<ReadonlyMap<number, number>> {
  const eighths = Array.from({ length: 8 }, (_, bit) => bit);
  const sums = eighths.map((bit) => `sum(bitAnd(bitShiftRight(word, ${bit}), ${EVERY_EIGHTH})) AS e${bit}`);
  const counts = eighths.flatMap((byte) =>
    eighths.map((bit) => `toString(sum(bitAnd(bitShiftRight(e${bit}, ${8 * byte}), 255)))`),
  );
  const list = (of: (word: Column) => string) => `[${columns.map(of).join(', ')}]`;
  const rows = await sql.query<{ word_no: number; counts: string[] }>(
    `SELECT word_no, [${counts.join(', ')}] AS counts FROM (
       SELECT word_no, ${sums.join(', ')} FROM ${staged}
       ARRAY JOIN ${list(({ wordNo }) => `toUInt16(${wordNo})`)} AS word_no, ${list(({ column }) => column)} AS word
       GROUP BY word_no, intDiv(profile_no, ${COUNTED_TOGETHER})
     ) GROUP BY word_no`,
    {},
    { lane: 'heavy' },
  );
  const byWord = new Map(rows.map(({ word_no, counts }) => [word_no, counts]));
  return new Map(
    columns.flatMap(({ wordNo, mask }) =>
      bitsOf(mask).map((bit) => [wordNo * SEGMENTS_OF_A_WORD + bit, Number(byWord.get(wordNo)?.[bit] ?? 0)] as const),
    ),
  );
}

/** The lowest bit of each byte. */
const EVERY_EIGHTH = "toUInt64('72340172838076673')";

function columnsOf(words: readonly Word[]): Column[] {
  return words.map((word, at) => ({ ...word, column: `w${at}` }));
}

/** A word with the column of a relation in which it is. */
type Column = Word & { readonly column: string };

/**
 * SQL of the words that are to change, with the bits that do (`changed`), all that are set then (`bits`) and ever were.
 * Whom queries select are all profiles, so their members are looked up, which costs a third of bringing both together.
 *
 * @param selected SQL of the relation that has them
 */
function differenceSql(selected: string, words: readonly Column[]): string {
  const list = (of: (word: Column, at: number) => string) => words.map(of).join(', ');
  const joins = words.map(
    ({ wordNo }, at) => `LEFT ANY JOIN (
         SELECT profile_no, bits AS bits${at}, ever AS ever${at} FROM members FINAL
         PREWHERE shop = {shop:String} AND word_no = ${wordNo}
       ) AS word${at} USING (profile_no)`,
  );
  return `SELECT profile_no, word_no, differs AS changed, bitXor(before, differs) AS bits, bitOr(ever_before, differs) AS ever
     FROM (
       SELECT profile_no, ${list(({ column, mask }, at) => `bitXor(${column}, bitAnd(bits${at}, toUInt64('${mask}'))) AS x${at}`)},
         [${list((_, at) => `x${at}`)}] AS differing, [${list((_, at) => `bits${at}`)}] AS befores, [${list((_, at) => `ever${at}`)}] AS evers
       FROM ${selected} AS selected ${joins.join(' ')}
       WHERE ${words.map((_, at) => `x${at} != 0`).join(' OR ')}
     ) ARRAY JOIN [${list(({ wordNo }) => `toUInt16(${wordNo})`)}] AS word_no, differing AS differs, befores AS before,
       evers AS ever_before WHERE differs != 0`;
}

/** The same of whoever is no profile any more: nobody's member. */
function goneSql(words: readonly Word[]): string {
  const profilesOf = (table: string) => `(SELECT groupBitmapState(profile_no) FROM ${table})`;
  const gone = `bitmapAndnot(${profilesOf(`members PREWHERE shop = {shop:String} AND ${ofWordsSql(words)}`)},
    ${profilesOf('profiles WHERE shop = {shop:String}')})`;
  return `SELECT profile_no, word_no, ${maskedSql('members.bits', words)} AS changed,
       bitXor(members.bits, changed) AS bits, members.ever AS ever
     FROM members FINAL
     PREWHERE shop = {shop:String} AND ${ofWordsSql(words)} AND profile_no IN (SELECT arrayJoin(bitmapToArray(${gone})))
     WHERE changed != 0`;
}
