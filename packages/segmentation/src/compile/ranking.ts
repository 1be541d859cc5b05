import { type Decimal, toMillionths } from '@clientele/model';
import { scoredValue } from '../catalogue/rfm-score.js';
import { parseQuery } from '../text/parse-query.js';
import type { Amount } from '../tree/amount.js';
import { type CutoffKey, cutoffOfKey } from './cutoff-key.js';
import { ranked } from './percentile.js';
import type { Scope } from './scope.js';

/** What a cut-off is taken from: profiles, a value of each, and which ranks of the values are cut-offs. */
export interface Ranking {
  /** SQL condition of a profile. */
  readonly among: string;
  readonly value: RankedValue;
  readonly ranks: readonly Rank[];
}

/** SQL; a day is a Date32. */
export type RankedValue =
  | { readonly kind: 'number' | 'day'; readonly sql: string }
  | { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string };

/** SQL of a rank, from 1, among so many. */
export type Rank = (among: string) => string;

/** What the cut-off of a key is taken from. */
export function rankingOf(key: CutoffKey, scope: Scope): Ranking {
  const cutoff = cutoffOfKey(key);
  if (cutoff.kind === 'rfm') {
    const { value, type } = scoredValue(cutoff.trait, scope);
    return { among: BUYERS, value: { kind: type === 'Date32' ? 'day' : 'number', sql: value }, ranks: FIFTHS };
  }
  const { reading, among } = ranked(amountNamed(cutoff.amount), scope);
  const share = scope.param('UInt64', toMillionths(cutoff.percent as Decimal).toString());
  const rank: Rank = (among) => {
    const fromBelow = `intDiv(${among} * ${share} + 99999999, 100000000)`;
    return cutoff.side === 'top' ? `${among} - ${fromBelow} + 1` : fromBelow;
  };
  switch (reading.kind) {
    case 'number':
      return { among, value: { kind: 'number', sql: scope.read(reading.value) }, ranks: [rank] };
    case 'ratio': {
      const [numerator, denominator] = [scope.read(reading.numerator), scope.read(reading.denominator)];
      return { among, value: { kind: 'ratio', numerator, denominator }, ranks: [rank] };
    }
    default:
      throw new Error(`${cutoff.amount} is no number that has percentiles`);
  }
}

/** The attribute or measure of a key. */
export function amountNamed(text: string): Amount {
  const read = parseQuery(`${text} IS NULL`);
  const condition = read.outcome === 'parsed' ? read.condition : undefined;
  if (condition?.kind !== 'test') throw new RangeError(`'${text}' is no amount`);
  return condition.amount;
}

const BUYERS = 'number_of_orders > 0';

const FIFTHS = [1, 2, 3, 4].map(
  (fifth): Rank =>
    (among) =>
      `intDiv(${among} * ${fifth} + 4, 5)`,
);
