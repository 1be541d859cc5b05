import { addToDay, type Day, day, dayNumber } from '@clientele/model';
import type { CompileContext } from '../compile/context.js';
import { type CutoffKey, cutoffOfKey } from '../compile/cutoff-key.js';
import { requiredCutoffs } from '../compile/cutoffs.js';
import { constantDate } from '../compile/date-bound.js';
import { rankingOf } from '../compile/ranking.js';
import { Scope } from '../compile/scope.js';
import { anniversaryIn } from '../reference/anniversary.js';
import { type Leaf, MOVING_TRAIT } from '../time/moving-leaves.js';
import type { Anniversary } from '../tree/amount.js';
import type { TestedAmount } from '../tree/condition.js';
import { valuesOf } from '../tree/walk.js';
import { type ByInstant, byInstant } from './by-instant.js';

/**
 * The places at which an answer may turn although nothing of the profile does, as SQL of a list: because a cut-off of the
 * shop crosses the value that the profile has at `nth`, or because a day comes to its anniversary.
 */
export type Crossing = Pick<ByInstant, 'sql' | 'values' | 'params'>;

export function crossingsOf(leaves: readonly Leaf[], contexts: readonly CompileContext[]): Crossing[] {
  const [begin] = contexts;
  if (begin === undefined) return [];
  const keys = [...new Set(leaves.flatMap((leaf) => requiredCutoffs(leaf, begin.rfm)))];
  return [
    ...keys.map((key, nth) => ofCutoffs(key, contexts, `cutoff_${nth}`)),
    ...leaves.filter(isOfAnniversary).map((leaf, nth) => ofAnniversary(leaf, contexts, `anniversary_${nth}`)),
  ];
}

type OfAnniversary = TestedAmount & { readonly amount: Anniversary };

export function isOfAnniversary(leaf: Leaf): leaf is OfAnniversary {
  return leaf.kind === 'test' && leaf.amount.kind === 'anniversary';
}

/** Whether a value grows by one with every day, and its cut-offs with it. */
export function movesDaily(key: CutoffKey): boolean {
  const cutoff = cutoffOfKey(key);
  return cutoff.kind === 'percentile' && cutoff.amount === MOVING_TRAIT;
}

/** Values are looked up among all cut-offs of all days, as floats: those that floats may not tell apart stand for each other. */
function ofCutoffs(key: CutoffKey, contexts: readonly CompileContext[], prefix: string): Crossing {
  const moves = movesDaily(key);
  const { sql, values, params } = byInstant(contexts, prefix, (scope) => {
    const { value } = rankingOf(key, scope);
    if (value.kind === 'ratio') return `(toFloat64(${value.numerator}) / ${value.denominator})`;
    return `(toFloat64(${value.kind === 'day' ? `toInt32(${value.sql})` : value.sql})${moves ? ' - nth' : ''})`;
  });
  const cutoffs = contexts.map((context, place) =>
    (context.cutoffs.get(key) ?? []).map((text) => numberOf(text) - (moves ? place + 1 : 0)),
  );
  return crossing({ sql, values, params }, turnsBetween(cutoffs), prefix);
}

/** As one list with where each part of it begins: of a list of lists the engine makes a copy for each row. */
function crossing({ sql, values, params }: Crossing, { bounds, turns }: Turns, prefix: string): Crossing {
  const name = (of: string) => `then_${prefix}_${of}`;
  const found = (what: string, otherwise: number) =>
    `transform(${name('bound')}, {${name('bounds')}:Array(Float64)}, {${name(what)}:Array(UInt32)}, toUInt32(${otherwise}))`;
  const lengths = turns.map(({ length }) => length);
  let begin = 1;
  const begins = lengths.map((length) => {
    begin += length;
    return begin - length;
  });
  return {
    sql: `arraySlice({${name('turns')}:Array(UInt16)}, ${found('begins', 1)}, ${found('lengths', 0)})`,
    values: { ...values, [name('bound')]: `roundDown(${sql}, {${name('bounds')}:Array(Float64)})` },
    params: {
      ...params,
      [name('bounds')]: bounds,
      [name('turns')]: turns.flat(),
      [name('begins')]: begins,
      [name('lengths')]: lengths,
    },
  };
}

/** Of a decimal, a day or a ratio. */
function numberOf(text: string): number {
  if (/^\d{4}-/.test(text)) return dayNumber(day(text));
  const [above, below = 1] = text.split('/').map(Number);
  return (above ?? 0) / below;
}

/** Where a value from one bound to before the next is crossed by any of the cut-offs of each day. */
interface Turns {
  readonly bounds: readonly number[];
  readonly turns: readonly (readonly number[])[];
}

function turnsBetween(cutoffs: readonly (readonly number[])[]): Turns {
  const levels: { readonly least: number; greatest: number }[] = [];
  for (const level of [...new Set(cutoffs.flat())].sort((a, b) => a - b)) {
    const last = levels.at(-1);
    if (last !== undefined && level - last.greatest <= 4 * unsureAround(level)) last.greatest = level;
    else levels.push({ least: level, greatest: level });
  }
  const levelOf = (cutoff: number | undefined) =>
    cutoff === undefined ? levels.length : levels.findIndex(({ greatest }) => cutoff <= greatest);
  const at = levels.map(() => new Set<number>());
  const above = levels.map(() => new Set<number>());
  const most = Math.max(0, ...cutoffs.map(({ length }) => length));
  for (let which = 0; which < most; which += 1) {
    for (let place = 1; place < cutoffs.length; place += 1) {
      const [before, now] = [cutoffs[place - 1]?.[which], cutoffs[place]?.[which]];
      if (before === now) continue;
      const [from = 0, to = 0] = [levelOf(before), levelOf(now)].sort((a, b) => a - b);
      for (let level = from; level <= to; level += 1) at[level]?.add(place + 1);
      for (let level = from; level < to; level += 1) above[level]?.add(place + 1);
    }
  }
  const sorted = (turns: Iterable<number> = []) => [...turns].sort((a, b) => a - b);
  return {
    bounds: [
      -Number.MAX_VALUE,
      ...levels.flatMap(({ least, greatest }) => [least - unsureAround(least), greatest + unsureAround(greatest)]),
    ],
    turns: [[], ...levels.flatMap((_, level) => [sorted(at[level]), sorted(above[level])])],
  };
}

/** Far more than what is lost where a decimal or a quotient becomes a float, and less than two numbers differ by. */
function unsureAround(value: number): number {
  return 1e-9 + Math.abs(value) * 1e-12;
}

/** By the day of the year, which the day in question may come before or after, in one year or another. */
function ofAnniversary(leaf: OfAnniversary, contexts: readonly CompileContext[], prefix: string): Crossing {
  const compared = contexts.map((context) => {
    const scope = new Scope(context);
    return valuesOf(leaf.test).flatMap((value) => constantDate(value, scope)?.day ?? []);
  });
  const years = new Map<string, readonly Day[]>();
  for (const year of new Set(compared.flat().map(yearOf))) {
    years.set(
      year,
      DAYS_OF_LEAP_YEAR.map((date) => anniversaryIn(Number(year), date)),
    );
  }
  /** The year of a day, and whether the nth anniversary of that year is before it, on it or after it. */
  const sideOf = (to: Day, nth: number) => {
    const [year, anniversary] = [yearOf(to), years.get(yearOf(to))?.[nth] ?? to];
    return `${year}${anniversary < to ? '<' : anniversary > to ? '>' : '='}`;
  };
  const turns = DAYS_OF_LEAP_YEAR.map((_, nth) => {
    const sides = compared.map((days) => days.map((to) => sideOf(to, nth)).join());
    return sides.flatMap((side, place) => (place > 0 && side !== sides[place - 1] ? [place + 1] : []));
  });
  const { sql, values, params } = byInstant(contexts, prefix, (scope) => {
    const { reading } = scope.attribute(leaf.amount.attribute);
    if (reading.kind !== 'date') throw new Error(`${leaf.amount.attribute} is no date, and has no anniversary`);
    const date = scope.read(reading.day);
    return `toFloat64(toDayOfYear(makeDate32(2000, toMonth(${date}), toDayOfMonth(${date}))))`;
  });
  return crossing({ sql, values, params }, { bounds: DAYS_OF_LEAP_YEAR.map((_, nth) => nth + 1), turns }, prefix);
}

const DAYS_OF_LEAP_YEAR = Array.from({ length: 366 }, (_, nth) => addToDay(day('2000-01-01'), nth, 'd'));

function yearOf(date: Day): string {
  return date.slice(0, 4);
}
