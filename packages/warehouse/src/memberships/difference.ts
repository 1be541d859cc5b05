import type { ShopId } from '@clientele/model';
import type { Word } from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';
import { instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import type { Evaluation, MemberWord } from './changes.js';

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
  const rows = await sql.query<{ profile_no: number; word_no: number; changed: string; bits: string; ever: string }>(
    `SELECT * FROM (${differenceSql(selected)}) LIMIT ${MOST_DIFFERENCES + 1}`,
    { ...selected.params, shop },
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
 * follow, see `followChanges`. A crash in the middle leaves a part of it; once members have followed that part,
 * doing it again appends the rest.
 */
export async function recordDifference(
  sql: Sql,
  shop: ShopId,
  evaluation: Evaluation,
  selected: Selected,
): Promise<void> {
  await sql.command(
    `INSERT INTO membership_changes (shop, profile_no, word_no, evaluation, at, cause, changed, bits, ever)
     SELECT {shop:String}, profile_no, word_no, {evaluation:UInt64}, {at:DateTime64(3, 'UTC')}, {cause:String}, changed, bits, ever
     FROM (${differenceSql(selected)})`,
    {
      ...selected.params,
      shop,
      at: instantValue(evaluation.at),
      evaluation: evaluation.number,
      cause: evaluation.cause,
    },
    { lane: 'heavy' },
  );
}

/**
 * SQL of the words that are to change, with the bits that do (`changed`), all that are set then (`bits`) and ever were.
 * Whom queries select are all profiles, so their members are looked up one word after the other, which costs a third of
 * bringing both together; whoever is no profile any more, and so not among them, comes after.
 */
function differenceSql({ sql, words }: Selected): string {
  const list = (of: (word: Word, at: number) => string) => words.map(of).join(', ');
  const numbers = list(({ wordNo }) => `toUInt16(${wordNo})`);
  const masks = list(({ mask }) => `toUInt64('${mask}')`);
  const joins = words.map(
    ({ wordNo }, at) => `LEFT ANY JOIN (
         SELECT profile_no, bits AS bits${at}, ever AS ever${at} FROM members FINAL
         PREWHERE shop = {shop:String} AND word_no = ${wordNo}
       ) AS word${at} USING (profile_no)`,
  );
  const profilesOf = (table: string) => `(SELECT groupBitmapState(profile_no) FROM ${table})`;
  const gone = `bitmapAndnot(${profilesOf(`members PREWHERE shop = {shop:String} AND word_no IN (${numbers})`)},
    ${profilesOf('profiles WHERE shop = {shop:String}')})`;
  return `SELECT profile_no, word_no, differs AS changed, bitXor(before, differs) AS bits, bitOr(ever_before, differs) AS ever
     FROM (
       SELECT profile_no, ${list(({ mask }, at) => `bitXor(w${at}, bitAnd(bits${at}, toUInt64('${mask}'))) AS x${at}`)},
         [${list((_, at) => `x${at}`)}] AS differing, [${list((_, at) => `bits${at}`)}] AS befores, [${list((_, at) => `ever${at}`)}] AS evers
       FROM (${sql}) AS selected ${joins.join(' ')}
       WHERE ${words.map((_, at) => `x${at} != 0`).join(' OR ')}
     ) ARRAY JOIN [${numbers}] AS word_no, differing AS differs, befores AS before, evers AS ever_before WHERE differs != 0
     UNION ALL
     SELECT profile_no, word_no, bitAnd(members.bits, transform(word_no, [${numbers}], [${masks}], toUInt64(0))) AS changed,
       bitXor(members.bits, changed) AS bits, members.ever AS ever
     FROM members FINAL
     PREWHERE shop = {shop:String} AND word_no IN (${numbers}) AND profile_no IN (SELECT arrayJoin(bitmapToArray(${gone})))
     WHERE changed != 0`;
}
