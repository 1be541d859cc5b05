import { CATALOGUE } from '../catalogue/catalogue.js';
import type { RfmConfiguration } from '../rfm/configuration.js';
import { printAmount } from '../text/print-condition.js';
import type { Condition } from '../tree/condition.js';
import { amountsIn, conditionsIn } from '../tree/walk.js';
import type { CompileContext, CompiledSql } from './context.js';
import { type CutoffKey, cutoffKey, cutoffOfKey } from './cutoff-key.js';
import { type Rank, type RankedValue, type Ranking, rankingOf } from './ranking.js';
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
  const rankings = keys.map((key) => rankingOf(key, scope));
  const [ranking] = rankings;
  if (ranking === undefined || (rankings.length > 1 && keys.some((key) => cutoffOfKey(key).kind !== 'rfm'))) {
    throw new RangeError('these cut-offs are no single pass');
  }
  if (ranking.value.kind === 'ratio') return ratioSelection(ranking.value, ranking, scope);
  return selection(rankings.map(selected), ranking.among, scope);
}

function selected({ value, ranks }: Ranking): Selected {
  if (value.kind === 'ratio') throw new RangeError('a ratio is selected in another way');
  // The engine selects no Date32.
  return value.kind === 'day'
    ? { value: `toInt32(${value.sql})`, ranks, text: dayText('value') }
    : { value: value.sql, ranks, text: 'toString(value)' };
}

/** SQL of a day as text, of its number. */
export function dayText(number: string): string {
  return `toString(toDate32('1970-01-01') + ${number})`;
}

/**
 * The ratio of a certain rank. Comparing ratios exactly is slow, so it is only done of those that are so near to the
 * float of that rank that floats cannot tell them apart; those clearly below are counted in the same pass.
 */
function ratioSelection(
  { numerator: above, denominator: below }: RankedValue & { readonly kind: 'ratio' },
  { among, ranks: [rank = (all) => all] }: Ranking,
  scope: Scope,
): CompiledSql {
  const { context } = scope;
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
    `arraySort(tie -> ${sortableRatio('tie.1', 'tie.2')}, groupArrayIf((numerator, denominator, held), side > 1)) AS ties FROM (${held})`;
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
 * A ratio as a whole number that sorts exactly: two different ratios whose denominators are below 2^32
 * differ by at least 2^-64, so the whole parts of their 10^20-folds differ too.
 */
export function sortableRatio(numerator: string, denominator: string): string {
  return `intDiv(toInt256(${numerator} * 1000000) * toInt256('100000000000000000000'), toInt256(${denominator}))`;
}

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
