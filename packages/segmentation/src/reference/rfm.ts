import type { Question, RfmSettings } from './context.js';
import type { Person } from './person.js';
import { compareRatios, ratioOfText } from './ratio.js';
import type { TraitValue } from './trait-value.js';

export const DOCUMENTED_RFM: RfmSettings = {
  traits: { recency: 'last_order_date', frequency: 'number_of_orders', monetary: 'amount_spent' },
  grid: [
    ['DORMANT', 'DORMANT', 'AT_RISK', 'PREVIOUSLY_LOYAL', 'PREVIOUSLY_LOYAL'],
    ['ALMOST_LOST', 'ALMOST_LOST', 'AT_RISK', 'AT_RISK', 'PREVIOUSLY_LOYAL'],
    ['NEEDS_ATTENTION', 'NEEDS_ATTENTION', 'NEEDS_ATTENTION', 'LOYAL', 'LOYAL'],
    ['PROMISING', 'PROMISING', 'ACTIVE', 'LOYAL', 'CHAMPIONS'],
    ['NEW', 'NEW', 'ACTIVE', 'LOYAL', 'CHAMPIONS'],
  ],
};

export interface RfmScores {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

/** The group of three scores; FM is the mean of frequency and monetary, rounded half up. */
export function groupOfScores({ recency, frequency, monetary }: RfmScores, grid: RfmSettings['grid']): string {
  const fm = Math.floor((frequency + monetary + 1) / 2);
  const group = grid[recency - 1]?.[fm - 1];
  if (group === undefined) throw new RangeError(`the RFM grid has no cell for recency ${recency} and FM ${fm}`);
  return group;
}

/** 1 plus the number of cut-offs that the value is above. */
export function scoreOf(value: TraitValue, cutoffs: readonly string[]): number {
  return 1 + cutoffs.filter((cutoff) => isAbove(value, cutoff)).length;
}

/** The four values at 20, 40, 60 and 80 % of the sorted values: the ⌈n·p⌉-th smallest of n. */
export function quintiles<V>(ascending: readonly V[]): V[] {
  return [1, 2, 3, 4].flatMap((fifth) => ascending.slice(Math.ceil((ascending.length * fifth) / 5) - 1).slice(0, 1));
}

function isAbove(value: TraitValue, cutoff: string): boolean {
  if (value.kind === 'number') return compareRatios(value.number, ratioOfText(cutoff)) > 0;
  if (value.kind === 'date') return value.day > cutoff;
  throw new TypeError(`an RFM score is made of a number or a date, not of a ${value.kind}`);
}

/** A score of somebody with an order. */
export function rfmScore(
  which: keyof RfmScores,
  person: Person,
  question: Question,
  traitOf: (trait: string) => TraitValue | undefined,
): number | undefined {
  if (person.orders.length === 0) return undefined;
  const trait = question.rfm.traits[which];
  const value = traitOf(trait);
  if (value === undefined) throw new Error(`${trait} is never absent for somebody with an order`);
  return scoreOf(value, question.cutoff({ kind: 'rfm', trait }));
}
