import { daysBetween, unreachable } from '@clientele/model';
import { amountOf } from '../reference/amounts.js';
import { passes } from '../reference/comparison.js';
import type { Question } from '../reference/context.js';
import type { Person } from '../reference/person.js';
import { add, multiply, type Ratio, ratio, ratioOfCount, ratioOfText, subtract } from '../reference/ratio.js';
import type { AmountValue } from '../reference/trait-value.js';
import { printAmount } from '../text/print-condition.js';
import type { Amount, Measure } from '../tree/amount.js';
import type { ParameterTest, Trend } from '../tree/test.js';
import { quantityText, stepsPerUnit, type Unit } from './quantity.js';
import { unitOfMeasure } from './units.js';

/** A bound that a value is on the wrong side of: it should be at least or at most the literal, or beyond it (`strict`). */
interface Bound {
  readonly side: 'least' | 'most';
  readonly literal: Amount;
  readonly strict: boolean;
}

/**
 * How far a present value is from passing a test: `2 more orders`, `£12.40 too much`, `3 days too early`; null where it
 * passes or where there is no distance to tell (texts, `!=`, lists of values).
 */
export function missingForTest(
  test: ParameterTest,
  value: AmountValue,
  unit: Unit,
  person: Person,
  question: Question,
): string | null {
  const bound = boundsOf(test).find(
    ({ side, literal, strict }) => !passes(comparison(side, literal, strict), value, person, question),
  );
  if (bound === undefined) return null;
  const limit = amountOf(bound.literal, person, question);
  if (limit === undefined) return `no ${printAmount(bound.literal)}`;
  if (value.kind === 'number' && limit.kind === 'number') {
    return missingNumber(value.number, { ...bound, limit: limit.number }, unit);
  }
  if (!('day' in value) || !('day' in limit)) return null;
  if (value.kind === 'moment' || limit.kind === 'moment') return bound.side === 'least' ? 'too early' : 'too late';
  const days = Math.abs(daysBetween(value.day, limit.day)) + (bound.strict ? 1 : 0);
  return `${days} ${days === 1 ? 'day' : 'days'} too ${bound.side === 'least' ? 'early' : 'late'}`;
}

/** How far a measure is from having gone up or down as a trend asks; null where there was nothing to compare it with. */
export function missingForTrend(
  { name, rows }: Measure,
  { direction, percent }: Trend,
  { now, before }: { readonly now: AmountValue | undefined; readonly before: AmountValue | undefined },
  question: Question,
): string | null {
  if (now?.kind !== 'number' || before?.kind !== 'number' || before.number.numerator <= 0n) return null;
  const hundredths = ratioOfText(direction === 'up' ? percent : `-${percent}`);
  const factor = add(ratioOfCount(1), multiply(hundredths, ratioOfText('0.01')));
  const bound = {
    side: direction === 'up' ? 'least' : 'most',
    strict: false,
    limit: multiply(before.number, factor),
  } as const;
  return missingNumber(now.number, bound, unitOfMeasure(name, rows.name, question.shop.currency));
}

/** How many more (or fewer) units a number needs to reach a limit. */
export function missingNumber(
  value: Ratio,
  { side, strict, limit }: { readonly side: 'least' | 'most'; readonly strict: boolean; readonly limit: Ratio },
  unit: Unit,
): string {
  const gap = side === 'least' ? subtract(limit, value) : subtract(value, limit);
  const perUnit = stepsPerUnit(unit);
  const words = quantityText(ratio(stepsToCover(gap, strict, perUnit), perUnit), unit);
  if (side === 'least') return unit.kind === 'things' ? words.replace(' ', ' more ') : `${words} more`;
  return `${words} too ${unit.kind === 'things' ? 'many' : 'much'}`;
}

function boundsOf(test: ParameterTest): Bound[] {
  switch (test.kind) {
    case 'between':
      return [
        { side: 'least', literal: test.from, strict: false },
        { side: 'most', literal: test.to, strict: false },
      ];
    case 'comparison':
      return boundsOfComparison(test.operator, test.value);
    case 'in':
    case 'presence':
    case 'contains':
      return [];
    default:
      return unreachable(test);
  }
}

function boundsOfComparison(operator: string, literal: Amount): Bound[] {
  const least: Bound = { side: 'least', literal, strict: operator === '>' };
  const most: Bound = { side: 'most', literal, strict: operator === '<' };
  if (operator === '=') return [least, most];
  if (operator === '!=') return [];
  return operator.startsWith('>') ? [least] : [most];
}

function comparison(side: 'least' | 'most', value: Amount, strict: boolean): ParameterTest {
  const sign = side === 'least' ? '>' : '<';
  return { kind: 'comparison', operator: strict ? sign : `${sign}=`, value };
}

/** The fewest whole steps that close a gap (or go beyond it, when that is asked for). */
function stepsToCover(gap: Ratio, strict: boolean, perUnit: bigint): bigint {
  const steps = gap.numerator * perUnit;
  return strict ? steps / gap.denominator + 1n : (steps + gap.denominator - 1n) / gap.denominator;
}
