import { addToDay, dayNumber, dayOf } from '@clientele/model';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { conditionSql } from '../compile/compile-condition.js';
import type { CompileContext } from '../compile/context.js';
import { Scope } from '../compile/scope.js';
import { ratioOfText } from '../reference/ratio.js';
import {
  daysUntilForgotten,
  elapsedAfter,
  type Leaf,
  leavesOf,
  literalsOf,
  movingLiterals,
  turnsOnAnyDay,
} from '../time/moving-leaves.js';
import type { Amount } from '../tree/amount.js';
import type { Condition } from '../tree/condition.js';
import { MS_OF_UNIT } from '../tree/literal.js';
import { amountsIn } from '../tree/walk.js';
import { TIMES } from './columns-then.js';
import { isOfAnniversary } from './crossings.js';
import { columnsIn } from './profiles-then.js';

/**
 * How many days after the day of a record a condition may turn because of it, beside the day on which it is known: when
 * a literal that moves with today reaches its day, or leaves it. `every-day` where it may turn by other causes too than
 * those and crossings (see `crossingsOf`).
 */
export type Turning = ReadonlySet<number> | 'every-day';

export function turningOf(condition: Condition, contexts: readonly CompileContext[]): Turning {
  const segments = contexts[0]?.segments ?? new Map();
  return turningOfLeaves(leavesOf(condition, { segments }), contexts);
}

export function turningOfLeaves(all: readonly Leaf[], contexts: readonly CompileContext[]): Turning {
  const leaves = all.filter((leaf) => !isOfAnniversary(leaf));
  if (leaves.some(mayTurnAnyDay)) return 'every-day';
  const days = contexts.map(({ now, timeZone }) => dayOf(now, timeZone));
  const found = new Set<number>();
  const add = (from: number, to: number) => {
    for (let shift = from; shift <= to; shift += 1) found.add(shift);
  };
  for (const literal of movingLiterals(leaves)) {
    if (literal.kind === 'number') {
      const { numerator, denominator } = ratioOfText(literal.digits);
      const least = Math.floor(Number(numerator) / Number(denominator));
      add(least, least + 2);
    } else if (literal.kind === 'named-day') {
      add(0, 2);
    } else {
      // From a month's end to the next beginning, an offset passes several days at once.
      const around = literal.unit === 'm' || literal.unit === 'y' ? 5 : 1;
      for (const day of days) {
        const shift = dayNumber(day) - dayNumber(addToDay(day, literal.amount, literal.unit));
        add(around === 1 ? shift : shift - around, shift + around);
      }
    }
  }
  for (const length of leaves.flatMap(daysUntilForgotten)) add(length - 1, length + 1);
  for (const ms of leaves.flatMap(elapsedOf)) {
    const shift = Math.floor(ms / MS_OF_DAY);
    add(shift - 1, shift + 2);
  }
  return found;
}

const MS_OF_DAY = 86_400_000;

/** How long before now the moments are that a leaf compares with, in milliseconds. */
function elapsedOf(leaf: Leaf): number[] {
  const moments = literalsOf(leaf).flatMap((literal) =>
    literal.kind === 'moment' ? [-literal.amount * MS_OF_UNIT[literal.unit]] : [],
  );
  return [...moments, ...(leaf.kind === 'sequence' ? elapsedAfter(leaf) : [])];
}

/** Where more than records and fixed distances from their days have to do with the answer. */
function mayTurnAnyDay(leaf: Leaf): boolean {
  if (turnsOnAnyDay(leaf)) return true;
  const amounts = [...amountsIn(leaf)];
  const isMoving = literalsOf(leaf).some(({ kind }) => kind === 'offset' || kind === 'named-day' || kind === 'moment');
  // Of scores, which cut-offs make, others are taken.
  if (leaf.kind === 'test' && leaf.test.kind === 'percentile' && amounts.some(isScore)) return true;
  return isMoving && amounts.some(({ kind }) => kind === 'calculation');
}

/** Whether an amount is made of cut-offs of the shop. */
export function isScore(amount: Amount): boolean {
  return amount.kind === 'attribute' && (CATALOGUE.attributes.get(amount.name)?.scores?.length ?? 0) > 0;
}

/** Columns whose dates are found nowhere but in texts. */
const DATED_TEXTS = ['custom', 'event_properties'];
/** Days that customer records state, which are known whenever they are: where they are one, and where they are several. */
const STATED_DAYS = ['customer_added_day', 'birth_day'];
const STATED_DAYS_OF_MANY = ['credit_expiry_day', 'credit_given_day'];

/** Places of days, as SQL over columns of `profiles`, `exists_from` and `consent_rows`; ascending, the first always among them. */
export interface CandidateDays {
  readonly sql: string;
  /** The columns that it reads. */
  readonly reads: readonly string[];
}

/**
 * The days on which an answer may turn by the records of a profile, their distance from today, or because something else
 * is asked.
 *
 * @param leaves what is asked
 * @param columns those that it reads
 * @param breaks places from which on something else is asked than before
 */
export function candidateDays(
  leaves: readonly Leaf[],
  contexts: readonly CompileContext[],
  columns: readonly string[],
  breaks: readonly number[],
): CandidateDays {
  const [begin] = contexts;
  if (begin === undefined) throw new RangeError('the past was asked at no instant');
  const [first, count] = [dayNumber(dayOf(begin.now, begin.timeZone)), contexts.length];
  const turning = new Set<number>();
  const moving: string[] = [];
  for (const leaf of leaves) {
    const shifts = turningOfLeaves([leaf], contexts);
    if (shifts === 'every-day' || shifts.size === 0) continue;
    for (const shift of shifts) turning.add(shift);
    const texts = contexts.map(({ purchasesByProduct: _, ...then }) => conditionSql(leaf, new Scope(then)));
    moving.push(...columnsIn([...new Set(texts)].join(' ')));
  }
  if (moving.some((name) => DATED_TEXTS.includes(name))) return { sql: `range(1, ${count + 1})`, reads: [] };
  const rows = rowsOf(columns);
  const dayOfRow = (at: string) => at.replace(/at$/, 'day');
  const place = `toInt32(day) - ${first - 1}`;
  const midnight = (nth: string) => `{then_instants:Array(DateTime64(3, 'UTC'))}[${nth}]`;
  // Where the clocks are put back at midnight, a later row may have an earlier day.
  const known = rows.map(
    (at) =>
      `arrayMap((day, at) -> ${place} + (at > ${midnight(place)}) + (at > ${midnight(`${place} + 1`)} AND at > ${midnight(place)}), ` +
      `arrayFilter(day -> ${place} BETWEEN 1 AND ${count}, ${dayOfRow(at)}), ` +
      `arrayFilter((at, day) -> ${place} BETWEEN 1 AND ${count}, ${at}, ${dayOfRow(at)}))`,
  );
  const firstFrom = (at: string) =>
    `arrayFirstIndex(midnight -> midnight >= ${at}, {then_instants:Array(DateTime64(3, 'UTC'))})`;
  const consents = columns.some((name) => sourceOf(name) === 'consents')
    ? [`arrayMap(consent -> ${firstFrom('consent.2')}, consent_rows)`]
    : [];
  // A condition on hours reads the time of it, not the day.
  const isRead = (day: string) => moving.includes(day) || moving.includes(day.replace(/day$/, 'at'));
  const stated = STATED_DAYS.filter(isRead);
  const statedOfMany = STATED_DAYS_OF_MANY.filter(isRead);
  const moved = rowsOf(moving);
  const days = [...moved.map(dayOfRow), ...stated.map((name) => `[${name}]`), ...statedOfMany];
  const shifts = [...turning].sort((a, b) => a - b);
  const windows =
    shifts.length === 0 || days.length === 0
      ? []
      : [
          `arrayFlatten(arrayMap(day -> arrayMap(shift -> ${place} + shift, [${shifts.join(', ')}]), arrayConcat(${days.join(', ')})))`,
        ];
  const all = [`[${[1, firstFrom('exists_from'), ...breaks].join(', ')}]`, ...known, ...consents, ...windows].map(
    (some) => `CAST(${some}, 'Array(Int32)')`,
  );
  return {
    sql: `arraySort(arrayDistinct(arrayFilter(place -> place BETWEEN 1 AND ${count}, arrayConcat(${all.join(', ')}))))`,
    reads: [...rows, ...rows.map(dayOfRow), ...stated, ...statedOfMany],
  };
}

/** The times of the rows that columns are of, each of which may turn an answer. */
function rowsOf(columns: readonly string[]): string[] {
  const rows = TIMES.filter((at) => at !== 'purchase_at' && columns.some((name) => sourceOf(name) === sourceOf(at)));
  const asksForNested = columns.some((name) => name.startsWith('nested_refund_') || name === 'refunded_in_orders');
  return asksForNested ? [...rows, 'nested_refund_at'] : rows;
}

const SOURCE_OF = new Map(CATALOGUE.columns.map(({ name, from }) => [name, from]));

function sourceOf(column: string): string | undefined {
  return SOURCE_OF.get(column);
}
