import { unreachable } from '@clientele/model';
import { attributeNamed } from '../catalogue/custom-attributes.js';
import { amountOf } from '../reference/amounts.js';
import { amountsFor } from '../reference/comparison.js';
import type { Question } from '../reference/context.js';
import { nearness } from '../reference/distance.js';
import { evaluate } from '../reference/evaluate.js';
import { matchFunction } from '../reference/functions.js';
import type { Person } from '../reference/person.js';
import { add, compareRatios, multiply, type Ratio, ratio, ratioOfCount, ratioOfText } from '../reference/ratio.js';
import { deriveTrait } from '../reference/traits.js';
import { trendOf } from '../reference/trends.js';
import { printAmount } from '../text/print-condition.js';
import type { Measure } from '../tree/amount.js';
import type { Condition, TestedAmount } from '../tree/condition.js';
import type { Rows } from '../tree/rows.js';
import type { ParameterTest, Percentile, Trend } from '../tree/test.js';
import { distanceTo, numberTo } from './distance.js';
import { missingAnniversary } from './missing-anniversary.js';
import { missingSteps } from './missing-steps.js';
import { decimalText } from './quantity.js';
import { unitOfAmount, unitOfMeasure } from './units.js';

/** More than this is no near miss, and told of each part. */
const MOST_PARTS = 3;

/**
 * How far a condition is from what is wanted of it: that it holds or, below a NOT, that it does not; null where that is
 * so already, or no distance can be told. It looks into each segment once.
 */
export function missingOf(
  condition: Condition,
  wanted: boolean,
  person: Person,
  question: Question,
  seen = new Set<string>(),
): string | null {
  if (evaluate(condition, person, question) === wanted) return null;
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.flatMap((part) => missingOf(part, wanted, person, question, seen) ?? []);
      const each = wanted === (condition.kind === 'and');
      return parts.length === 0 || parts.length > MOST_PARTS ? null : parts.join(each ? ', ' : ' or ');
    }
    case 'not':
      return missingOf(condition.condition, !wanted, person, question, seen);
    case 'segment': {
      const segment = question.segments.get(condition.handle);
      if (segment === undefined) return 'there is no such segment';
      if (seen.has(condition.handle)) return null;
      seen.add(condition.handle);
      return missingOf(segment, wanted, person, question, seen);
    }
    case 'match':
      return condition.rows.name === 'customer_within_distance'
        ? missingDistance(condition.rows, wanted !== condition.negated, person)
        : missingRows(condition.rows, wanted !== condition.negated, person, question);
    case 'test':
      return missingForTested(condition, wanted, person, question);
    case 'sequence':
      return wanted ? missingSteps(condition, person, question) : null;
    case 'listed':
    case 'hold-out':
    case 'sample':
      return null;
    default:
      return unreachable(condition);
  }
}

function missingDistance(rows: Rows, wanted: boolean, person: Person): string | null {
  const { nearest, limit } = nearness(rows, person);
  if (nearest === undefined) return wanted ? 'no address with coordinates' : null;
  const over = BigInt(nearest) * limit.denominator - limit.numerator;
  const size = ratio(over < 0n ? -over : over, limit.denominator * 1_000n);
  return `${decimalText(size)} km too ${wanted ? 'far' : 'near'}`;
}

/** All measures that are tested have to pass, or any of them to fail; without any, there has to be a row, or none. */
function missingRows(rows: Rows, wanted: boolean, person: Person, question: Question): string | null {
  const { totals } = matchFunction(rows, person, question);
  const unit = (measure: string) => unitOfMeasure(measure, rows.name, question.shop.currency);
  const tested = rows.parameters.filter(({ name }) => Object.hasOwn(totals, name));
  if (tested.length === 0) {
    const { count } = totals;
    if (count?.kind !== 'number') return null;
    return numberTo(ratioOfCount(wanted ? 1 : 0), count.number, wanted ? LEAST : MOST, unit('count'));
  }
  const missing = tested.flatMap(({ name, test }) => {
    const value = totals[name];
    if (value === undefined) return wanted && !isAbsenceAsked(test) ? `no ${name}` : [];
    return distanceTo(test, wanted, value, unit(name), amountsFor(person, question)) ?? [];
  });
  return missing.length === 0 ? null : missing.join(wanted ? ', ' : ' or ');
}

function isAbsenceAsked(test: ParameterTest): boolean {
  return test.kind === 'presence' && !test.present;
}

function missingForTested(condition: TestedAmount, wanted: boolean, person: Person, question: Question): string | null {
  const { amount, test } = condition;
  if (test.kind === 'trend')
    return amount.kind === 'measure' ? missingForTrend(amount, test, wanted, person, question) : null;
  if (amount.kind === 'anniversary') {
    const of = deriveTrait(amount.attribute, person, question);
    if (of?.kind !== 'date') return wanted ? `no ${amount.attribute}` : null;
    return wanted ? missingAnniversary(of.day, test, person, question) : null;
  }
  if (test.kind === 'percentile') return missingForPercentile(condition, test, wanted, person, question);
  // As if it stood inside MATCHES.
  if (amount.kind === 'measure') {
    const { name, rows } = amount;
    return missingRows({ ...rows, parameters: [...rows.parameters, { name, test }] }, wanted, person, question);
  }
  const value = amountOf(amount, person, question);
  if (value === undefined) return wanted ? `no ${printAmount(amount)}` : null;
  return distanceTo(test, wanted, value, unitOfAmount(amount, question.shop.currency), amountsFor(person, question));
}

function missingForPercentile(
  { amount }: TestedAmount,
  { side, percent }: Percentile,
  wanted: boolean,
  person: Person,
  question: Question,
): string | null {
  const attribute = amount.kind === 'attribute' ? attributeNamed(amount.name, question.customTypes) : undefined;
  const isAboutOrders = amount.kind !== 'measure' && attribute?.aboutOrders !== false;
  if (wanted && isAboutOrders && person.orders.length === 0) return 'a first order';
  const value = amountOf(amount, person, question);
  if (value === undefined) return `no ${printAmount(amount)}`;
  const [cutoff] = question.cutoff({ kind: 'percentile', amount, side, percent });
  if (value.kind !== 'number' || cutoff === undefined) return null;
  const bound = (side === 'top') === wanted ? 'least' : 'most';
  const unit = unitOfAmount(amount, question.shop.currency);
  return numberTo(ratioOfText(cutoff), value.number, { side: bound, strict: !wanted }, unit);
}

/** How far a measure is from having gone up or down so much; null where there was nothing to compare it with. */
function missingForTrend(
  measure: Measure,
  { direction, percent }: Trend,
  wanted: boolean,
  person: Person,
  question: Question,
): string | null {
  const { now, before } = trendOf(measure, person, question);
  if (now?.kind !== 'number' || before?.kind !== 'number' || compareRatios(before.number, ZERO) <= 0) return null;
  const hundredths = ratioOfText(direction === 'up' ? percent : `-${percent}`);
  const limit = multiply(before.number, add(ratioOfCount(1), multiply(hundredths, ratioOfText('0.01'))));
  const side = (direction === 'up') === wanted ? 'least' : 'most';
  return numberTo(limit, now.number, { side, strict: !wanted }, unitOfAmount(measure, question.shop.currency));
}

const ZERO: Ratio = ratioOfCount(0);
const LEAST = { side: 'least', strict: false } as const;
const MOST = { side: 'most', strict: false } as const;
