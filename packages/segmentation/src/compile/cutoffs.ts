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

/**
 * What to freeze under a key: one row `{ values }`, an array of text. Exact: the whole population is sorted, and ranks
 * are whole numbers (the engine's own quantile functions sample, or round ranks otherwise than the language does).
 */
export function cutoffsQuery(key: CutoffKey, context: CompileContext): CompiledSql {
  const scope = new Scope(context);
  const cutoff = cutoffOfKey(key);
  if (cutoff.kind === 'rfm') {
    const { value } = scoredValue(cutoff.trait, scope);
    const quintiles = 'arrayMap(fifth -> toString(sorted[intDiv(length(sorted) * fifth + 4, 5)]), [1, 2, 3, 4])';
    return sortedQuery(value, 'number_of_orders > 0', quintiles, scope);
  }
  const attribute = scope.attribute(cutoff.attribute);
  const { reading } = attribute;
  const share = scope.param('UInt64', toMillionths(cutoff.percent as Decimal).toString());
  const rank = `intDiv(length(sorted) * ${share} + 99999999, 100000000)`;
  const place = cutoff.side === 'top' ? `length(sorted) - ${rank} + 1` : rank;
  if (reading.kind === 'number') {
    const value = scope.read(reading.value);
    return sortedQuery(value, population(attribute, scope), `[toString(sorted[${place}])]`, scope);
  }
  if (reading.kind === 'ratio') {
    const text = `concat(toString(sorted[${place}].2), '/', toString(sorted[${place}].3))`;
    return sortedQuery(sortableRatio(reading, scope), population(attribute, scope), `[${text}]`, scope);
  }
  throw new Error(`${cutoff.attribute} is no number, so it has no percentiles`);
}

/**
 * A ratio as a tuple that sorts exactly: two different ratios whose denominators are below 2^32 differ by at least
 * 2^-64, so the whole parts of their 10^20-folds differ too.
 */
function sortableRatio({ numerator, denominator }: RatioReading, scope: Scope): string {
  const [above, below] = [scope.read(numerator), scope.read(denominator)];
  const fold = "toInt256('100000000000000000000')";
  return `(intDiv(toInt256(${above} * 1000000) * ${fold}, toInt256(${below})), ${above}, ${below})`;
}

function sortedQuery(value: string, among: string, values: string, scope: Scope): CompiledSql {
  const { context } = scope;
  const shop = scope.param('String', context.shop);
  return {
    sql:
      `WITH arraySort(groupArray(${value})) AS sorted SELECT if(empty(sorted), [], ${values}) AS values ` +
      `FROM ${context.profiles} AS profiles WHERE shop = ${shop} AND ${among}`,
    params: scope.parameters.values,
  };
}
