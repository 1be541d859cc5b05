import { decimal, toMillionths } from '@clientele/model';
import type { AmountKind } from '../catalogue/language.js';
import { below, complementOfLine, type Line, meetLines } from './line.js';
import type { Domain } from './value-set.js';

/** One, in the millionths that numbers are counted in. */
export const ONE = toMillionths(decimal('1'));

/** By the shop's clock. */
export const LAST_HOUR = 23n;

export const COUNT: Domain = { kind: 'numbers', mayBeAbsent: false, unit: ONE, within: atLeast(0n) };
const SUM: Domain = { kind: 'numbers', mayBeAbsent: false };
const SCORE: Domain = { kind: 'numbers', mayBeAbsent: true, unit: ONE, within: between(1n, 5n) };

/** What is known of the values of attributes and parameters, beside their types. */
const OF_NAMES: Readonly<Record<string, Domain>> = {
  number_of_orders: COUNT,
  gift_orders: COUNT,
  distinct_products: COUNT,
  units_purchased: { ...SUM, within: atLeast(0n) },
  amount_spent: SUM,
  amount_refunded: SUM,
  net_amount_spent: SUM,
  discounted_order_share: { kind: 'numbers', mayBeAbsent: true, within: between(0n, 1n) },
  rfm_recency: SCORE,
  rfm_frequency: SCORE,
  rfm_monetary: SCORE,
  hour: { kind: 'numbers', mayBeAbsent: false, unit: ONE, within: between(0n, LAST_HOUR) },
};
/** Choices that everybody has. */
const NEVER_ABSENT: readonly string[] = ['rfm_group'];

/** What a thing of a type may be; undefined where only its name is known, not how it is compared. */
export function domainOf(name: string, type: AmountKind, values: readonly string[] | undefined): Domain | undefined {
  const known = OF_NAMES[name];
  if (known !== undefined) return known;
  switch (type) {
    case 'integer':
      return { kind: 'numbers', mayBeAbsent: true, unit: ONE };
    case 'decimal':
      return { kind: 'numbers', mayBeAbsent: true };
    case 'choice':
      return { kind: 'texts', mayBeAbsent: !NEVER_ABSENT.includes(name), ...(values && { among: values }) };
    case 'text':
    case 'id':
      return { kind: 'texts', mayBeAbsent: true };
    case 'boolean':
      return { kind: 'texts', mayBeAbsent: true, among: ['true', 'false'] };
    default:
      return undefined;
  }
}

/** What a measure may be: counts and sums over nothing are 0. */
export function domainOfMeasure(
  name: string,
  type: AmountKind,
  values: readonly string[] | undefined,
): Domain | undefined {
  if (name === 'count' || /^distinct[_.]/.test(name)) return COUNT;
  if (/^sum[_.]/.test(name)) return SUM;
  return domainOf('', type, values);
}

/** A count of which is known that it is of nothing. */
export const COUNT_OF_NOTHING: Domain = { ...COUNT, within: between(0n, 0n) };

function atLeast(least: bigint): Line {
  return complementOfLine(below({ at: least * ONE, after: false }));
}

function between(least: bigint, most: bigint): Line {
  return meetLines(atLeast(least), below({ at: most * ONE, after: true }));
}
