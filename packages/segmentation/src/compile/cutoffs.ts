import { type Decimal, toMillionths } from '@clientele/model';
import { CATALOGUE } from '../catalogue/catalogue.js';
import type { RatioReading } from '../catalogue/reading.js';
import { scoredValue } from '../catalogue/rfm-score.js';
import type { RfmConfiguration } from '../rfm/configuration.js';
import type { Condition } from '../tree/condition.js';
import { conditionsIn } from '../tree/walk.js';
import type { CompileContext, CompiledSql } from './context.js';
import { type CutoffKey, cutoffKey, cutoffOfKey } from './cutoff-key.js';
import { population } from './percentile.js';
import { Scope } from './scope.js';

/** The cut-offs that a condition needs, each once; compute them in this order, since one may rest on those before it. */
export function requiredCutoffs(condition: Condition, rfm: RfmConfiguration): readonly CutoffKey[] {
  const keys = new Set<CutoffKey>();
  for (const part of conditionsIn(condition)) {
    if (!('attribute' in part)) continue;
    const { attribute: name } = part;
    for (const score of CATALOGUE.attributes.get(name)?.scores ?? []) {
      keys.add(cutoffKey({ kind: 'rfm', trait: rfm.traits[score] }));
    }
    if (part.kind === 'percentile') keys.add(cutoffKey({ ...part, attribute: name }));
  }
  return [...keys];
}

/** What the query of a cut-off answers with. */
export interface CutoffsRow {
  /** How many profiles it was taken from, and how many there were when the query began. */
  readonly among: number;
  readonly expected: number;
  /** What to freeze; right only where `among` is as `expected`. */
  readonly values: readonly string[];
}

/**
 * What to freeze under a key: one {@link CutoffsRow}. The values are selected, not sorted: the population is counted
 * first, and the engine is given each rank as the share that leads to exactly this rank. Ask again where the count no
 * longer held when the values were read.
 */
export function cutoffsQuery(key: CutoffKey, context: CompileContext): CompiledSql {
  const scope = new Scope(context);
  const cutoff = cutoffOfKey(key);
  if (cutoff.kind === 'rfm') {
    const { value, type } = scoredValue(cutoff.trait, scope);
    const quintiles = [1, 2, 3, 4].map((fifth) => (among: string) => `intDiv(${among} * ${fifth} + 4, 5)`);
    // The engine selects no Date32.
    return type === 'Date32'
      ? selection(`toInt32(${value})`, BUYERS, quintiles, "toString(toDate32('1970-01-01') + value)", scope)
      : selection(value, BUYERS, quintiles, 'toString(value)', scope);
  }
  const attribute = scope.attribute(cutoff.attribute);
  const { reading } = attribute;
  const share = scope.param('UInt64', toMillionths(cutoff.percent as Decimal).toString());
  const rank = (among: string) => {
    const fromBelow = `intDiv(${among} * ${share} + 99999999, 100000000)`;
    return cutoff.side === 'top' ? `${among} - ${fromBelow} + 1` : fromBelow;
  };
  if (reading.kind === 'number') {
    return selection(scope.read(reading.value), population(attribute, scope), [rank], 'toString(value)', scope);
  }
  if (reading.kind === 'ratio') {
    return selection(packedRatio(reading, scope), population(attribute, scope), [rank], UNPACKED_RATIO, scope);
  }
  throw new Error(`${cutoff.attribute} is no number, so it has no percentiles`);
}

const BUYERS = 'number_of_orders > 0';
const FOLD = "toInt256('100000000000000000000')";
const DENOMINATORS = "toInt256('4294967296')";

/**
 * A ratio as one whole number that sorts exactly, and holds both its parts: the 10^20-fold of it in millionths, and
 * behind that the denominator. Two different ratios whose denominators are below 2^32 differ by at least 2^-64, so the
 * whole parts of their 10^20-folds differ too.
 */
function packedRatio({ numerator, denominator }: RatioReading, scope: Scope): string {
  const [above, below] = [scope.read(numerator), scope.read(denominator)];
  return `(intDiv(toInt256(${above} * 1000000) * ${FOLD}, toInt256(${below})) * ${DENOMINATORS} + ${below})`;
}

/** `numerator/denominator` of a packed ratio; the numerator is what its fold was cut off from, towards zero. */
const UNPACKED_RATIO = (() => {
  const below = `bitAnd(value, ${DENOMINATORS} - 1)`;
  const fold = `intDiv(value - ${below}, ${DENOMINATORS})`;
  const millionths = `sign(${fold}) * intDiv(abs(${fold}) * ${below} + ${FOLD} - 1, ${FOLD})`;
  return `concat(toString(toDecimal256(toInt128(${millionths}), 6) / 1000000), '/', toString(${below}))`;
})();

/**
 * The values of certain ranks, from 1, among the profiles that a condition holds for.
 *
 * @param text SQL of one `value` as text
 */
function selection(
  value: string,
  among: string,
  ranks: readonly ((among: string) => string)[],
  text: string,
  scope: Scope,
): CompiledSql {
  const { context } = scope;
  const from = `FROM ${context.profiles} AS profiles WHERE shop = ${scope.param('String', context.shop)} AND ${among}`;
  const expected = `(SELECT count() ${from})`;
  // The engine takes the element at the whole part of share × count, from 0.
  const shares = ranks.map((rank) => `(greatest(${rank(expected)}, 1) - 0.5) / greatest(${expected}, 1)`);
  return {
    sql:
      `SELECT toUInt32(count()) AS among, toUInt32(${expected}) AS expected, ` +
      `if(among = 0, [], arrayMap(value -> ${text}, quantilesExact(${shares.join(', ')})(${value}))) AS values ${from}`,
    params: scope.parameters.values,
  };
}
