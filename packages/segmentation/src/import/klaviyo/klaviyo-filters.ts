import type { TimeZone } from '@clientele/model';
import { unreachable } from '@clientele/model';
import type { DateLiteral } from '../../tree/literal.js';
import type { ComparisonOperator, ParameterTest } from '../../tree/test.js';
import { between, boolean, compare, contains, isOneOf, isPresent, number, text } from '../build.js';
import { isUnknown } from '../by-kind.js';
import type { Carrier } from '../carrier.js';
import { LeftOut } from '../left-out.js';
import { daysFromToday, fromMoment, hoursFromNow, TODAY, untilMoment } from '../moments.js';
import type { KlaviyoDate, KlaviyoFilter } from './klaviyo-schema.js';

/** A filter of a property as a test; of a person without the property none of Klaviyo's but `not-set` holds. */
export function testOf(filter: KlaviyoFilter, carrier: Carrier): ParameterTest | LeftOut {
  if (isUnknown(filter)) return new LeftOut(`The filter ${filter.unknownKind} is not known`);
  switch (filter.type) {
    case 'numeric':
      if ('start' in filter) return between(number(filter.start), number(filter.end));
      return numericTest(filter);
    case 'string':
    case 'list':
      return textTest(filter.type, filter.operator, filter.value);
    case 'boolean':
      if (filter.operator !== 'equals') return unknownOperator(filter.operator);
      return compare('=', boolean(filter.value));
    case 'existence':
      if (filter.operator !== 'is-set' && filter.operator !== 'not-set') return unknownOperator(filter.operator);
      return isPresent(filter.operator === 'is-set');
    case 'date':
      return dateTest(filter, carrier, false) ?? new LeftOut('A property has no timeframe');
    default:
      return unreachable(filter);
  }
}

const NUMERIC: ReadonlyMap<string, ComparisonOperator> = new Map(
  Object.entries({
    equals: '=',
    'not-equals': '!=',
    'greater-than': '>',
    'greater-than-or-equal': '>=',
    'less-than': '<',
    'less-than-or-equal': '<=',
  } as const),
);

export function numericTest({ operator, value }: { operator: string; value: number }): ParameterTest | LeftOut {
  const written = NUMERIC.get(operator);
  return written === undefined ? unknownOperator(operator) : compare(written, number(value));
}

function textTest(
  type: 'string' | 'list',
  operator: string,
  value: string | number | readonly string[],
): ParameterTest | LeftOut {
  const [first, ...more] = typeof value === 'object' ? value : [value];
  if (first === undefined) return unknownOperator(operator);
  const values = [first, ...more].map(text);
  const single = more.length === 0;
  switch (operator) {
    case 'equals':
    case 'in':
    case 'contains-any':
      return isOneOf(values);
    case 'not-equals':
    case 'not-in':
    case 'not-contains-any':
      return isOneOf(values, true);
    case 'contains':
    case 'not-contains':
      return single ? contains(text(first), operator === 'not-contains') : unknownOperator(operator);
    case 'contains-all':
    case 'not-contains-all':
      if (single) return isOneOf(values, operator === 'not-contains-all');
      return new LeftOut('One row cannot be asked for several elements at once');
    case 'starts-with':
    case 'not-starts-with':
    case 'ends-with':
    case 'not-ends-with':
    case 'regex':
    case 'nregex':
      return new LeftOut(`Text cannot be asked how it begins or ends, or for a pattern (${operator})`);
    default:
      return type === 'list' && operator.startsWith('length-')
        ? new LeftOut('The length of a list cannot be asked for')
        : unknownOperator(operator);
  }
}

/** A date's test; undefined for all time. What is past anyway needs no end in `in-the-last`. */
export function dateTest(filter: KlaviyoDate, carrier: Carrier, isPast: boolean): ParameterTest | undefined | LeftOut {
  if (isUnknown(filter)) return unknownOperator(filter.unknownKind);
  const zone = carrier.options.timeZone;
  switch (filter.operator) {
    case 'alltime':
      return undefined;
    case 'after':
    case 'before':
      return compared(filter.operator === 'after' ? '>=' : '<', fromMoment(filter.date, zone));
    case 'between-static':
      return betweenMoments(filter, zone);
    case 'in-the-last': {
      const from = ago(filter.quantity, filter.unit, carrier);
      if (from instanceof LeftOut || isPast) return compared('>=', from);
      return between(from, filter.unit === 'hour' ? hoursFromNow(0) : TODAY);
    }
    case 'at-least':
      return compared('<=', ago(filter.quantity, filter.unit, carrier));
    case 'in-the-next': {
      const to = ago(-filter.quantity, filter.unit, carrier);
      if (to instanceof LeftOut) return to;
      return between(filter.unit === 'hour' ? hoursFromNow(0) : TODAY, to);
    }
    case 'between': {
      const [near, far] = [filter.start, filter.end].sort((a, b) => a - b);
      const from = ago(far ?? 0, filter.unit, carrier);
      const to = ago(near ?? 0, filter.unit, carrier);
      if (from instanceof LeftOut) return from;
      return to instanceof LeftOut ? to : between(from, to);
    }
    case 'anniversary':
    case 'anniversary-last':
    case 'anniversary-next':
    case 'anniversary-month':
    case 'calendar-month':
      return new LeftOut(`Only a date of the person may be asked for its ${filter.operator}`);
    default:
      return unreachable(filter);
  }
}

function betweenMoments(
  { start, end }: Extract<KlaviyoDate, { operator: 'between-static' }>,
  zone: TimeZone,
): ParameterTest | LeftOut {
  const from = fromMoment(start, zone);
  const to = untilMoment(end, zone);
  if (from instanceof LeftOut) return from;
  return to instanceof LeftOut ? to : between(from, to);
}

const WHOLE_DAYS =
  "Klaviyo counts periods of 24 hours back from the moment, here whole days of the shop's time zone count: up to a day more or less.";

/** So long before now; negative for after. Hours are counted as hours, days and weeks as whole days. */
export function ago(quantity: number, unit: string, carrier: Carrier): DateLiteral | LeftOut {
  if (unit === 'hour') return hoursFromNow(-quantity);
  const letter = unit === 'day' ? 'd' : unit === 'week' ? 'w' : undefined;
  if (letter === undefined) return new LeftOut(`The unit of time ${unit} is not known`);
  carrier.note(WHOLE_DAYS);
  return daysFromToday(-quantity, letter);
}

function compared(operator: ComparisonOperator, value: DateLiteral | LeftOut): ParameterTest | LeftOut {
  return value instanceof LeftOut ? value : compare(operator, value);
}

function unknownOperator(operator: string): LeftOut {
  return new LeftOut(`The operator ${operator} is not known`);
}
