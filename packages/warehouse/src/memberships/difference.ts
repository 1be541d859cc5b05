import type { ShopId } from '@clientele/model';
import type { Word } from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';
import { instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import type { Evaluation, MemberWord } from './changes.js';

/** Whom the queries of some segments select. */
export interface Selected {
  /** SQL of rows `profile_no`, `w0`, `w1` … (UInt64), one row at most for each profile. */
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
  const rows = await sql.query<{ profile_no: number; word_no: number; changed: string; bits: string }>(
    `${differenceSql(selected)} LIMIT ${MOST_DIFFERENCES + 1}`,
    { ...selected.params, shop },
    { lane: 'heavy' },
  );
  if (rows.length > MOST_DIFFERENCES) return undefined;
  return rows.map((row) => ({
    profileNo: row.profile_no,
    wordNo: row.word_no,
    changed: BigInt(row.changed),
    bits: BigInt(row.bits),
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
    `INSERT INTO membership_changes (shop, profile_no, word_no, evaluation, at, cause, changed, bits)
     SELECT {shop:String}, profile_no, word_no, {evaluation:UInt64}, {at:DateTime64(3, 'UTC')}, {cause:String}, changed, bits
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

/** SQL of the words that are to change, with the bits that do (`changed`) and all that are set then (`bits`). */
function differenceSql({ sql, words }: Selected): string {
  const list = (of: (word: Word, at: number) => string) => words.map(of).join(', ');
  const numbers = list(({ wordNo }) => `toUInt16(${wordNo})`);
  const differing = (at: number, mask: bigint) => `bitXor(n${at}, bitAnd(o${at}, toUInt64('${mask}')))`;
  return `SELECT profile_no, word_no, differs AS changed, bitXor(before, differs) AS bits FROM (
       SELECT profile_no, [${list((_, at) => `x${at}`)}] AS all_differ, [${list((_, at) => `o${at}`)}] AS all_before FROM (
         SELECT profile_no, ${list((_, at) => `groupBitOrIf(w${at}, selects) AS n${at}, groupBitOrIf(w${at}, NOT selects) AS o${at}`)},
           ${list(({ mask }, at) => `${differing(at, mask)} AS x${at}`)}
         FROM (
           SELECT profile_no, ${list((_, at) => `w${at}`)}, true AS selects FROM (${sql})
           UNION ALL
           SELECT profile_no, ${list(({ wordNo }, at) => `if(word_no = ${wordNo}, bits, 0) AS w${at}`)}, false AS selects
           FROM members FINAL PREWHERE shop = {shop:String} AND word_no IN (${numbers})
         ) GROUP BY profile_no
       ) WHERE ${words.map((_, at) => `x${at} != 0`).join(' OR ')}
     ) ARRAY JOIN [${numbers}] AS word_no, all_differ AS differs, all_before AS before WHERE differs != 0`;
}
