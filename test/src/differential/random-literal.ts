import {
  addToDay,
  type Day,
  type DayUnit,
  DECIMAL_DIGITS,
  dayOf,
  daysBetween,
  fromMillionths,
  instantOfMs,
  localDateTimeOf,
  msOfInstant,
} from '@clientele/model';
import type { Literal } from '@clientele/segmentation';
import type { Random } from './random.js';
import type { ShopValues } from './shop-values.js';

/** Which of the shop's own values a literal is drawn near; the ends of a BETWEEN come from below and from above. */
export type Part = 'any' | 'low' | 'high';

const ONE = 1_000_000n;
const MOST = 10n ** BigInt(DECIMAL_DIGITS) * ONE - 1n;

/** What a query may write before a unit of time. */
const MOST_UNITS = 99_999;

/** How a date is written. */
export type DateForm = 'day' | 'time' | 'offset' | 'moment';
export const DATE_FORMS: readonly DateForm[] = ['day', 'time', 'offset', 'moment'];

/** A number that some profile has, or one a small step beside it. */
export function randomDecimal(random: Random, values: ShopValues, name: string, part: Part): Literal {
  const near = randomOwn(random, values, name, part) + random.pick([0n, 0n, 0n, 0n, 1n, -1n, 10_000n, ONE, -ONE]);
  // The sum of a few large orders may have more digits than a query may write.
  const digits: string = fromMillionths(near > MOST ? MOST : near < -MOST ? -MOST : near);
  return { kind: 'number', digits: random.chance(0.1) && !digits.includes('.') ? `${digits}.0` : digits };
}

/** A whole number that some profile has, or the one before or after it. */
export function randomInteger(random: Random, values: ShopValues, name: string, part: Part): Literal {
  const near = randomOwn(random, values, name, part) / ONE + random.pick([0n, 0n, 0n, 1n, -1n]);
  return { kind: 'number', digits: `${near}` };
}

/** A date that some profile has, or a step beside it. */
export function randomDate(random: Random, values: ShopValues, name: string, part: Part, form: DateForm): Literal {
  const { timeZone, now } = values.shop;
  const own = partOf(values.moments(name), part);
  const at = own.length === 0 ? now : random.pick(own);
  const near = addToDay(dayOf(at, timeZone), random.pick([0, 0, 0, 1, -1]), 'd');
  switch (form) {
    case 'day':
      return { kind: 'day', day: near };
    case 'time': {
      const beside = instantOfMs(msOfInstant(at) + random.pick([0, 0, 0, 1_000, -1_000, 3_600_000]));
      return { kind: 'datetime', local: localDateTimeOf(beside, timeZone) };
    }
    case 'offset':
      return offsetTo(random, values.today(), near);
    case 'moment': {
      const [unit, length] = random.pick([['h', 3_600_000] as const, ['min', 60_000] as const]);
      const amount = Math.round((msOfInstant(at) - msOfInstant(now)) / length) + random.pick([0, 0, 1, -1]);
      return { kind: 'moment', amount: Math.min(Math.max(amount, -MOST_UNITS), MOST_UNITS) || 0, unit };
    }
  }
}

/** A text that some profile has, in lists also in other cases; sometimes one that nobody has. */
export function randomText(random: Random, values: ShopValues, name: string): Literal {
  const own = values.texts(name);
  if (own.length > 0 && random.chance(0.9)) {
    const value = random.pick(own);
    // An id may be written as a number; it is the text of its digits.
    const isId = name === 'created_by_app_id' || name.endsWith(': id');
    const isBare = isId && /^\d+$/.test(value) && random.chance(0.5);
    return isBare ? { kind: 'number', digits: value } : { kind: 'text', value };
  }
  return { kind: 'text', value: random.pick(values.allowed(name) ?? ['nobody', 'é']) };
}

/** An element that some profile has, upper or lower case alike. */
export function randomElement(random: Random, values: ShopValues, name: string): Literal {
  const literal = randomText(random, values, name);
  if (literal.kind !== 'text' || values.allowed(name) !== undefined) return literal;
  const change = random.pick([
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
  ]);
  return { kind: 'text', value: change(literal.value) };
}

function randomOwn(random: Random, values: ShopValues, name: string, part: Part): bigint {
  const own = partOf(values.numbers(name), part);
  return own.length === 0 ? ONE * BigInt(random.whole(0, 10)) : random.pick(own);
}

function partOf<V>(own: readonly V[], part: Part): readonly V[] {
  const half = own.length / 2;
  return part === 'any' ? own : part === 'low' ? own.slice(0, Math.ceil(half)) : own.slice(Math.floor(half));
}

function offsetTo(random: Random, today: Day, near: Day): Literal {
  const days = daysBetween(today, near);
  if (days === 0 && random.chance(0.5)) return { kind: 'named-day', name: 'today' };
  if (days === -1 && random.chance(0.5)) return { kind: 'named-day', name: 'yesterday' };
  const unit = random.pick<DayUnit>(['d', 'd', 'd', 'w', 'm', 'y']);
  const length = { d: 1, w: 7, m: 30.44, y: 365.25 }[unit];
  // No minus zero: the parser knows none.
  return { kind: 'offset', amount: Math.round(days / length) || 0, unit };
}
