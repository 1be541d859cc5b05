import { daysBetween, msOfInstant } from '@clientele/model';
import { type Amounts, passes } from '../reference/comparison.js';
import { compareRatios, type Ratio, ratio, ratioOfCount, subtract } from '../reference/ratio.js';
import type { AmountValue } from '../reference/trait-value.js';
import { printAmount } from '../text/print-condition.js';
import { MS_OF_UNIT } from '../tree/literal.js';
import type { ParameterTest } from '../tree/test.js';
import { decimalText, quantityText, stepsPerUnit, type Unit } from './quantity.js';
import { type Bound, boundTest, type Way, waysToFail, waysToPass } from './ways.js';

/**
 * How far a present value is from passing a test, or from failing it, the nearest way: `2 more orders`, `£12.40 too
 * much`, `3 days too early`; null where it does already or where there is no distance to tell (of texts, to `NOT IN`).
 */
export function distanceTo(
  test: ParameterTest,
  wanted: boolean,
  value: AmountValue,
  unit: Unit,
  amounts: Amounts,
): string | null {
  if (test.kind === 'contains') return distanceToPart(test, wanted, value);
  const ways = wanted ? waysToPass(test) : waysToFail(test);
  const steps = ways.map((way) => stepOf(way, value, unit, amounts));
  if (steps.includes('there')) return null;
  const [nearest] = steps
    .flatMap((step) => step ?? [])
    .filter((step) => step !== 'there')
    .sort(compareSteps);
  return nearest?.words ?? null;
}

/** How many more (or fewer) units a number needs to reach a limit. */
export function numberTo(
  limit: Ratio,
  value: Ratio,
  { side, strict }: Pick<Bound, 'side' | 'strict'>,
  unit: Unit,
): string {
  const gap = side === 'least' ? subtract(limit, value) : subtract(value, limit);
  const isThings = unit.kind === 'things';
  const tooMuch = isThings || unit.kind === 'whole' ? 'too many' : 'too much';
  // There is no smallest step beyond a limit.
  if (strict && unit.kind === 'plain') {
    const words = gap.numerator === 0n ? 'a little' : `over ${decimalText(stepsTo(gap, false, unit))}`;
    return `${words} ${side === 'least' ? 'more' : tooMuch}`;
  }
  const words = quantityText(stepsTo(gap, strict, unit), unit);
  if (side === 'most') return `${words} ${tooMuch}`;
  return isThings ? words.replace(' ', ' more ') : `${words} more`;
}

/** What a value is away from keeping all bounds of a way. */
interface Step {
  readonly words: string;
  /** Undefined where it cannot be compared with others. */
  readonly size: Ratio | undefined;
}

/** The first bound that is not kept; undefined where nothing can be told. */
function stepOf(way: Way, value: AmountValue, unit: Unit, amounts: Amounts): Step | 'there' | undefined {
  const [from, to] = way.map(({ amount }) => ({
    text: printAmount(amount),
    value: amounts(amount),
  }));
  const [, last] = way;
  if (from?.value && to?.value && last && !passes(boundTest(last), from.value, amounts)) {
    return { words: `nothing is from ${from.text} to ${to.text}`, size: undefined };
  }
  const bound = way.find((each) => !passes(boundTest(each), value, amounts));
  return bound === undefined ? 'there' : stepTo(bound, value, unit, amounts);
}

function stepTo(bound: Bound, value: AmountValue, unit: Unit, amounts: Amounts): Step | undefined {
  const { side, strict, amount } = bound;
  const limit = amounts(amount);
  if (limit === undefined) return { words: `no ${printAmount(amount)}`, size: undefined };
  if (value.kind === 'number' && limit.kind === 'number') {
    const gap = subtract(value.number, limit.number);
    return { words: numberTo(limit.number, value.number, bound, unit), size: sizeOf(gap) };
  }
  if (!('day' in value) || !('day' in limit)) return undefined;
  const late = side === 'least' ? 'early' : 'late';
  if ((value.kind === 'moment' || limit.kind === 'moment') && 'at' in value && 'at' in limit) {
    const ms = Math.abs(msOfInstant(value.at) - msOfInstant(limit.at));
    return { words: `${timeInWords(ms)} too ${late}`, size: ratioOfCount(ms) };
  }
  const days = Math.abs(daysBetween(value.day, limit.day)) + (strict ? 1 : 0);
  return { words: `${days} ${days === 1 ? 'day' : 'days'} too ${late}`, size: ratioOfCount(days) };
}

/** Rounded up: hours up to two days, minutes up to an hour. */
function timeInWords(ms: number): string {
  const { h, min } = MS_OF_UNIT;
  const [unit, length] =
    ms > 48 * h ? (['day', 24 * h] as const) : ms > h ? (['hour', h] as const) : (['minute', min] as const);
  const many = Math.max(1, Math.ceil(ms / length));
  return `${many} ${unit}${many === 1 ? '' : 's'}`;
}

function compareSteps(a: Step, b: Step): number {
  if (a.size === undefined || b.size === undefined) return Number(a.size === undefined) - Number(b.size === undefined);
  return compareRatios(a.size, b.size);
}

function distanceToPart(
  { value: part, negated }: Extract<ParameterTest, { kind: 'contains' }>,
  wanted: boolean,
  value: AmountValue,
): string | null {
  if (part.kind !== 'text') return null;
  const place = value.kind === 'text' ? 'in it' : 'among them';
  return `'${part.value}' is ${wanted === negated ? '' : 'not '}${place}`;
}

/** The fewest whole steps that close a gap (or go beyond it, when that is asked for). */
function stepsTo(gap: Ratio, strict: boolean, unit: Unit): Ratio {
  const perUnit = stepsPerUnit(unit);
  const steps = gap.numerator * perUnit;
  const whole = strict ? steps / gap.denominator + 1n : (steps + gap.denominator - 1n) / gap.denominator;
  return ratio(whole, perUnit);
}

function sizeOf({ numerator, denominator }: Ratio): Ratio {
  return ratio(numerator < 0n ? -numerator : numerator, denominator);
}
