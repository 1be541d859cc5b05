import type { CompileContext, CompiledSql } from '../compile/context.js';
import type { CutoffKey } from '../compile/cutoff-key.js';
import { dayText } from '../compile/cutoffs.js';
import { type RankedValue, rankingOf } from '../compile/ranking.js';
import { Scope } from '../compile/scope.js';
import { movesDaily } from './crossings.js';

/** Asks the store for all rows of a query. */
export type AskRows = <Row>(query: CompiledSql) => Promise<readonly Row[]>;

/** So many of the values are bounds of parts: as many as make looking for a part about as long as looking into it. */
const BOUNDS = 1_000;

/**
 * Cut-offs as they would have been taken at each of some instants; see `cutoffsQuery`. Nobody is ranked for each of them:
 * values are counted by part and by the day on which they come and go, which tells in which part a cut-off is; then the
 * values of such parts are looked at.
 *
 * @param rows SQL of a relation with the rows of `rankedThenQuery` for the same keys and contexts
 * @param most how many values are bounds of parts at most
 */
export async function cutoffsThen(
  keys: readonly CutoffKey[],
  contexts: readonly CompileContext[],
  rows: string,
  ask: AskRows,
  most = BOUNDS,
): Promise<Map<CutoffKey, readonly string[]>[]> {
  const [begin] = contexts;
  if (begin === undefined) return [];
  const found = contexts.map(() => new Map<CutoffKey, string[]>(keys.map((key) => [key, []])));
  for (const [nth, key] of keys.entries()) {
    const scope = new Scope(begin);
    const { value, ranks } = rankingOf(key, scope);
    const ranked = { rows, ...storedAs(nth, value.kind, movesDaily(key)) };
    const [{ bounds } = { bounds: [] }] = await ask<{ bounds: readonly number[] }>(boundsQuery(ranked, most));
    if (bounds.length === 0) continue;
    const asked = ranks.map((rank) => `toInt64(${rank('among')})`);
    const { sql } = placesQuery(ranked, asked, contexts.length);
    const places = await ask<PlaceRow>({ sql, params: { ...scope.parameters.values, bounds } });
    const unclear = places.filter(({ clear }) => clear === 0);
    const looked = unclear.length === 0 ? [] : await ask<CutoffRow>(valuesQuery(ranked, bounds, unclear));
    for (const { day, nth, cutoff } of [...places, ...looked]) {
      const cutoffs = found[day - 1]?.get(key);
      if (cutoffs !== undefined) cutoffs[nth - 1] = cutoff;
    }
  }
  return found;
}

/** One of the cut-offs of a day, `nth` from 1. */
interface CutoffRow {
  readonly day: number;
  readonly nth: number;
  readonly cutoff: string;
}

/** In which part it is, and its rank there; clear where all values of the part are the same. */
interface PlaceRow extends CutoffRow {
  readonly bound: number;
  readonly side: number;
  readonly rest: number;
  readonly clear: 0 | 1;
}

/** Where the values of a key are, and SQL of them. */
interface Stored {
  readonly rows: string;
  readonly among: string;
  readonly value: string;
  /** What sorts it, and the same as a float. */
  readonly sorted: string;
  readonly float: string;
  /** Of a value on a `day`. */
  readonly text: (value: string) => string;
}

function storedAs(nth: number, kind: RankedValue['kind'], moves: boolean): Omit<Stored, 'rows'> {
  const names = { among: `among_${nth}`, value: `value_${nth}` };
  if (kind === 'ratio') {
    return {
      ...names,
      float: `toFloat64(${names.value}.1)`,
      sorted: `${names.value}.1`,
      text: (value) => `concat(toString(${value}.2), '/', toString(${value}.3))`,
    };
  }
  const text = (value: string) => (kind === 'day' ? dayText(`toInt32(${value})`) : `toString(${value})`);
  return {
    ...names,
    float: `toFloat64(${names.value})`,
    sorted: names.value,
    text: (value) => text(moves ? `${value} + day` : value),
  };
}

/** Of the parts: values of a few rows. */
function boundsQuery({ rows, among, float }: Stored, most: number): CompiledSql {
  const sample = `groupArraySample(${most}, 1)(${float})`;
  return { sql: `SELECT arraySort(arrayDistinct(${sample})) AS bounds FROM ${rows} WHERE ${among}`, params: {} };
}

/** A part is a bound itself, or what is between two; before the first is on its other side. */
const PART_OF = (float: string) =>
  `roundDown(${float} AS float, {bounds:Array(Float64)}) AS bound, toInt8(float > bound) - toInt8(float < bound) AS side`;

function placesQuery({ rows, among, value, float, sorted, text }: Stored, ranks: readonly string[], days: number) {
  const turned =
    `SELECT ${PART_OF(float)}, day, sum(change) AS turned, min(${sorted}) AS low, max(${sorted}) AS high, any(${value}) AS one ` +
    `FROM ${rows} ARRAY JOIN [place, until] AS day, [1, -1] AS change WHERE ${among} AND day <= ${days} GROUP BY bound, side, day`;
  const held =
    `SELECT bound, side, min(low) = max(high) AS clear, any(one) AS value, ` +
    `arrayCumSum(groupArrayInsertAt(0, ${days})(turned, toUInt32(day - 1))) AS helds FROM (${turned}) GROUP BY bound, side`;
  const counted =
    `SELECT *, sum(held) OVER (PARTITION BY day ORDER BY bound, side ROWS UNBOUNDED PRECEDING) AS up_to, ` +
    `sum(held) OVER (PARTITION BY day) AS among ` +
    `FROM (SELECT bound, side, clear, value, day, held FROM (${held}) ARRAY JOIN helds AS held, arrayEnumerate(helds) AS day WHERE held > 0)`;
  return {
    sql:
      `SELECT toUInt16(day) AS day, toUInt8(nth) AS nth, ${text('value')} AS cutoff, bound, side, ` +
      `toUInt32(rank - up_to + held) AS rest, clear ` +
      `FROM (SELECT *, rank, nth FROM (${counted}) ARRAY JOIN [${ranks.join(', ')}] AS rank, range(1, ${ranks.length + 1}) AS nth) ` +
      `WHERE rank > up_to - held AND rank <= up_to`,
  };
}

function valuesQuery(
  { rows, among, value, float, text }: Stored,
  bounds: readonly number[],
  places: readonly PlaceRow[],
): CompiledSql {
  const columns = { bound: 'Float64', side: 'Int16', day: 'UInt16', nth: 'UInt8', rest: 'UInt32' } as const;
  const lists = Object.entries(columns).map(([name, type]) => `{of_${name}:Array(${type})} AS ${name}`);
  const names = Object.keys(columns) as (keyof typeof columns)[];
  return {
    sql:
      `SELECT day, nth, ${text('arraySort(groupArray(value))[any(rest)]')} AS cutoff ` +
      `FROM (SELECT place, until, ${value} AS value, ${PART_OF(float)} FROM ${rows} WHERE ${among}) AS r ` +
      `INNER JOIN (SELECT ${names.join(', ')} FROM (SELECT 1) ARRAY JOIN ${lists.join(', ')}) AS a USING (bound, side) ` +
      `WHERE place <= day AND until > day GROUP BY day, nth`,
    params: { bounds, ...Object.fromEntries(names.map((name) => [`of_${name}`, places.map((place) => place[name])])) },
  };
}
