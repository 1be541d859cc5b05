import { type Decimal, toMillionths } from '@clientele/model';
import { CATALOGUE } from '../catalogue/catalogue.js';
import type { RatioReading } from '../catalogue/reading.js';
import { scoredValue } from '../catalogue/rfm-score.js';
import type { RfmConfiguration } from '../rfm/configuration.js';
import { parseQuery } from '../text/parse-query.js';
import { printAmount } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import type { Condition } from '../tree/condition.js';
import { amountsIn, conditionsIn } from '../tree/walk.js';
import type { CompileContext, CompiledSql } from './context.js';
import { type CutoffKey, cutoffKey, cutoffOfKey } from './cutoff-key.js';
import { ranked } from './percentile.js';
import { Scope } from './scope.js';

/** The cut-offs that a condition needs, each once. */
export function requiredCutoffs(condition: Condition, rfm: RfmConfiguration): readonly CutoffKey[] {
  const keys = new Set<CutoffKey>();
  for (const part of conditionsIn(condition)) {
    for (const amount of amountsIn(part)) {
      if (amount.kind !== 'attribute') continue;
      for (const score of CATALOGUE.attributes.get(amount.name)?.scores ?? []) {
        keys.add(cutoffKey({ kind: 'rfm', trait: rfm.traits[score] }));
      }
    }
    if (part.kind === 'test' && part.test.kind === 'percentile') {
      keys.add(cutoffKey({ ...part.test, amount: printAmount(part.amount) }));
    }
  }
  return [...keys];
}

/**
 * Cut-offs in the order in which they are computed, since one may rest on those before it; those that one query takes
 * come together: all quintiles, which rest on no other.
 */
export function cutoffPasses(keys: Iterable<CutoffKey>): readonly (readonly CutoffKey[])[] {
  const quintiles: CutoffKey[] = [];
  const others: CutoffKey[][] = [];
  for (const key of keys) {
    if (cutoffOfKey(key).kind === 'rfm') quintiles.push(key);
    else others.push([key]);
  }
  return quintiles.length === 0 ? others : [quintiles, ...others];
}

/** What the query of cut-offs answers with. */
export interface CutoffsRow {
  /** How many profiles they were taken from, and how many there were when the query began. */
  readonly among: number;
  readonly expected: number;
  /** What to freeze, by key; right only where `among` is as `expected`. */
  readonly values: readonly (readonly string[])[];
}

/**
 * What to freeze under the keys of one of the {@link cutoffPasses}: one {@link CutoffsRow}. The values are selected, not
 * sorted: the population is counted first, and the engine is given each rank as the share that leads to exactly this
 * rank. Ask again where the count no longer held when the values were read.
 */
export function cutoffsQuery(keys: readonly CutoffKey[], context: CompileContext): CompiledSql {
  const scope = new Scope(context);
  const cutoffs = keys.map(cutoffOfKey);
  const quintiles = cutoffs.flatMap((cutoff) => (cutoff.kind === 'rfm' ? [cutoff] : []));
  if (quintiles.length === cutoffs.length) return selection(quintiles.map(quintilesOf), BUYERS, scope);
  const [cutoff, another] = cutoffs;
  if (cutoff?.kind !== 'percentile' || another !== undefined) throw new RangeError('these cut-offs are no single pass');
  const { reading, among } = ranked(amountNamed(cutoff.amount), scope);
  const share = scope.param('UInt64', toMillionths(cutoff.percent as Decimal).toString());
  const rank: Rank = (among) => {
    const fromBelow = `intDiv(${among} * ${share} + 99999999, 100000000)`;
    return cutoff.side === 'top' ? `${among} - ${fromBelow} + 1` : fromBelow;
  };
  if (reading.kind === 'number') {
    return selection([{ value: scope.read(reading.value), ranks: [rank], text: 'toString(value)' }], among, scope);
  }
  if (reading.kind === 'ratio') {
    return ratioSelection(reading, among, rank, scope);
  }
  throw new Error(`${cutoff.amount} is no number that has percentiles`);

  function quintilesOf({ trait }: { readonly trait: string }): Selected {
    const { value, type } = scoredValue(trait, scope);
    // The engine selects no Date32.
    return type === 'Date32'
      ? { value: `toInt32(${value})`, ranks: FIFTHS, text: "toString(toDate32('1970-01-01') + value)" }
      : { value, ranks: FIFTHS, text: 'toString(value)' };
  }
}

/** The attribute or measure of a key. */
function amountNamed(text: string): Amount {
  const read = parseQuery(`${text} IS NULL`);
  const condition = read.outcome === 'parsed' ? read.condition : undefined;
  if (condition?.kind !== 'test') throw new RangeError(`'${text}' is no amount`);
  return condition.amount;
}

const BUYERS = 'number_of_orders > 0';

/** SQL of a rank, from 1, among so many. */
type Rank = (among: string) => string;

const FIFTHS = [1, 2, 3, 4].map(
  (fifth): Rank =>
    (among) =>
      `intDiv(${among} * ${fifth} + 4, 5)`,
);

/**
 * The ratio of a certain rank. Comparing ratios exactly is slow, so it is only done of those that are so near to the
 * float of that rank that floats cannot tell them apart; those clearly below are counted in the same pass.
 */
function ratioSelection(reading: RatioReading, among: string, rank: Rank, scope: Scope): CompiledSql {
  const { context } = scope;
  const [above, below] = [scope.read(reading.numerator), scope.read(reading.denominator)];
  const from = `FROM ${context.profiles} AS profiles WHERE shop = ${scope.param('String', context.shop)} AND ${among}`;
  const float = `(toFloat64(${above}) / ${below})`;
  // Named once: the engine computes a value that is written out twice, twice.
  const near =
    `WITH (SELECT count() ${from}) AS counted, ` +
    `(SELECT quantileExact(${shareOf(rank, 'counted')})(${float}) ${from}) AS near `;
  // 0 and 1 stand for all that are below and above; the near ones are told apart by a hash, which groups fast.
  const isNear = `abs(${float} - near) <= abs(near) * 1e-12`;
  const held =
    `SELECT multiIf(${isNear}, sipHash64(${above}, ${below}), ${float} < near, 0, 1) AS side, ` +
    `any(${above}) AS numerator, any(${below}) AS denominator, count() AS held ${from} GROUP BY side`;
  const ties =
    `SELECT sum(held) AS among, sumIf(held, side = 0) AS lesser, ` +
    `arraySort(tie -> ${SORTABLE_RATIO}, groupArrayIf((numerator, denominator, held), side > 1)) AS ties FROM (${held})`;
  // A rank that is not among the ties has no place: then the float was that of another moment.
  const place = `arrayFirstIndex(upTo -> lesser + upTo >= ${rank('among')}, arrayCumSum(tie -> tie.3, ties))`;
  return {
    sql:
      `${near}SELECT toUInt32(among) AS among, toUInt32(if(among = 0 OR place > 0, among, 0)) AS expected, ` +
      `[if(place = 0, [], [concat(toString(ties[place].1), '/', toString(ties[place].2))])] AS values ` +
      `FROM (SELECT *, if(lesser < ${rank('among')}, ${place}, 0) AS place FROM (${ties}))`,
    params: scope.parameters.values,
  };
}

/**
 * The ratio of a `tie` as a whole number that sorts exactly: two different ratios whose denominators are below 2^32
 * differ by at least 2^-64, so the whole parts of their 10^20-folds differ too.
 */
const SORTABLE_RATIO = "intDiv(toInt256(tie.1 * 1000000) * toInt256('100000000000000000000'), toInt256(tie.2))";

/** The values of certain ranks, from 1; `text` is SQL of one `value` as text. */
interface Selected {
  readonly value: string;
  readonly ranks: readonly Rank[];
  readonly text: string;
}

/** Values of certain ranks among the profiles that a condition holds for. */
function selection(selected: readonly Selected[], among: string, scope: Scope): CompiledSql {
  const { context } = scope;
  const from = `FROM ${context.profiles} AS profiles WHERE shop = ${scope.param('String', context.shop)} AND ${among}`;
  const values = selected.map(({ value, ranks, text }) => {
    const shares = ranks.map((rank) => shareOf(rank, 'counted'));
    return `if(among = 0, [], arrayMap(value -> ${text}, quantilesExact(${shares.join(', ')})(${value})))`;
  });
  return {
    sql:
      `WITH (SELECT count() ${from}) AS counted SELECT toUInt32(count()) AS among, toUInt32(counted) AS expected, ` +
      `[${values.join(', ')}] AS values ${from}`,
    params: scope.parameters.values,
  };
}

/** The share of so many that leads the engine to a rank: it takes the element at the whole part of their product, from 0. */
function shareOf(rank: Rank, among: string): string {
  return `(greatest(${rank(among)}, 1) - 0.5) / greatest(${among}, 1)`;
}
