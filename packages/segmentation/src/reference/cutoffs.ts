import { parseDecimal, unreachable } from '@clientele/model';
import { printAmount } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import { amountOf } from './amounts.js';
import type { CutoffOf, Question } from './context.js';
import { matchFunction } from './functions.js';
import type { Person } from './person.js';
import { compareRatios, ratioOfText, ratioText } from './ratio.js';
import { quintiles } from './rfm.js';
import { compareTexts } from './text-order.js';
import type { AmountValue } from './trait-value.js';

/** The name of a cut-off: `rfm/amount_spent`, `top/amount_spent/10`; a percentage is written the shortest way. */
export function keyOf(of: CutoffOf): string {
  if (of.kind === 'rfm') return `rfm/${of.trait}`;
  return `${of.side}/${printAmount(of.amount)}/${parseDecimal(of.percent) ?? of.percent}`;
}

/** A shop-wide cut-off among the profiles that take part. */
export function deriveCutoff(of: CutoffOf, people: readonly Person[], question: Question): string[] {
  const amount: Amount = of.kind === 'rfm' ? { kind: 'attribute', name: of.trait } : of.amount;
  const values = people
    .flatMap((person) => rankedValue(amount, person, question) ?? [])
    .sort(compareValues)
    .map(valueText);
  switch (of.kind) {
    case 'rfm':
      return quintiles(values);
    case 'percentile': {
      const best = of.side === 'top' ? values.toReversed() : values;
      return best.slice(rankOfPercent(of.percent, values.length) - 1).slice(0, 1);
    }
    default:
      return unreachable(of);
  }
}

/**
 * What a person takes part with in a percentile: of a custom attribute, whoever has it; of another one, somebody with an
 * order, since all of those that are numbers are about orders; of a measure, somebody with a row left.
 */
export function rankedValue(amount: Amount, person: Person, question: Question): AmountValue | undefined {
  return takesPart(amount, person, question) ? amountOf(amount, person, question) : undefined;
}

function takesPart(amount: Amount, person: Person, question: Question): boolean {
  if (amount.kind === 'measure') return matchFunction(amount.rows, person, question).holds;
  const isCustom = amount.kind === 'attribute' && question.customTypes.has(amount.name);
  return isCustom || person.orders.length > 0;
}

/** Whether a value is at the cut-off of a percentile or beyond it. */
export function isWithinPercentile(value: AmountValue, side: 'top' | 'bottom', cutoff: string): boolean {
  if (value.kind !== 'number') throw new TypeError(`a percentile is made of numbers, not of a ${value.kind}`);
  const sign = compareRatios(value.number, ratioOfText(cutoff));
  return side === 'top' ? sign >= 0 : sign <= 0;
}

/** `percent` of `among`, rounded up. */
function rankOfPercent(percent: string, among: number): number {
  const { numerator, denominator } = ratioOfText(percent);
  const hundredths = 100n * denominator;
  return Number((BigInt(among) * numerator + hundredths - 1n) / hundredths);
}

function compareValues(a: AmountValue, b: AmountValue): number {
  if (a.kind === 'number' && b.kind === 'number') return compareRatios(a.number, b.number);
  if (a.kind === 'date' && b.kind === 'date') return compareTexts(a.day, b.day);
  throw new TypeError(`a ${a.kind} has no place in an order: the query was not checked`);
}

function valueText(value: AmountValue): string {
  if (value.kind === 'number') return ratioText(value.number);
  if (value.kind === 'date') return value.day;
  throw new TypeError(`a ${value.kind} is no cut-off`);
}
