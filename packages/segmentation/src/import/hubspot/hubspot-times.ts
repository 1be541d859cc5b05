import { instantOf, instantOfMs, parseDay, parseLocalDateTime, parseTimeZone, unreachable } from '@clientele/model';
import type { Amount } from '../../tree/amount.js';
import type { Condition } from '../../tree/condition.js';
import type { ComparisonOperator, ParameterTest } from '../../tree/test.js';
import { all, any, between, compare, tested } from '../build.js';
import { isUnknown, type UnknownKind } from '../by-kind.js';
import type { Carrier } from '../carrier.js';
import { LeftOut } from '../left-out.js';
import { daysFromToday, fromMoment, hoursFromNow, TODAY } from '../moments.js';
import type { RefineBy, TimeOperation, TimePoint } from './hubspot-schema.js';

/** From when to when; without an end, for ever. */
export interface Span {
  readonly from?: Bound;
  readonly to?: Bound;
  /** Whether all other times are meant. */
  readonly outside: boolean;
}
interface Bound {
  readonly value: Amount;
  readonly inclusive: boolean;
}

const WHOLE_DAYS =
  "HubSpot counts from the moment, here whole days of the shop's time zone count: up to a day more or less.";

/** When a date or an event has to be. */
export function spanOf(operation: TimeOperation, carrier: Carrier): Span | LeftOut {
  if (operation.operationType === 'TIME_POINT') {
    const value = pointOf(operation.timePoint, carrier);
    if (value instanceof LeftOut) return value.within('timePoint');
    const bound = { value, inclusive: operation.endpointBehavior === 'INCLUSIVE' };
    if (operation.operator === 'IS_AFTER') return { from: bound, outside: false };
    if (operation.operator === 'IS_BEFORE') return { to: bound, outside: false };
    return new LeftOut(`The operator ${operation.operator} is not known`);
  }
  const from = pointOf(operation.lowerBoundTimePoint, carrier);
  if (from instanceof LeftOut) return from.within('lowerBoundTimePoint');
  const to = pointOf(operation.upperBoundTimePoint, carrier);
  if (to instanceof LeftOut) return to.within('upperBoundTimePoint');
  if (operation.operator !== 'IS_BETWEEN' && operation.operator !== 'IS_NOT_BETWEEN') {
    return new LeftOut(`The operator ${operation.operator} is not known`);
  }
  return {
    from: { value: from, inclusive: operation.lowerBoundEndpointBehavior === 'INCLUSIVE' },
    to: { value: to, inclusive: operation.upperBoundEndpointBehavior === 'INCLUSIVE' },
    outside: operation.operator === 'IS_NOT_BETWEEN',
  };
}

/** When events count that are narrowed down; undefined for all of them. */
export function spanOfRefining(refining: RefineBy, carrier: Carrier): Span | undefined | LeftOut {
  if (isUnknown(refining)) return new LeftOut(`Narrowing down by ${refining.unknownKind} is not known`);
  switch (refining.type) {
    case 'ALL_HISTORY':
      return undefined;
    case 'TIME_POINT':
    case 'TIME_RANGED':
      return spanOf(refining, carrier);
    case 'RELATIVE_COMPARATIVE':
      return oneSided(refining.comparison, offsetOf(refining.timeOffset, carrier));
    case 'ABSOLUTE_COMPARATIVE':
      return oneSided(refining.comparison, momentOf(refining.timestamp, carrier));
    case 'RELATIVE_RANGED':
      return twoSided(
        refining.rangeType,
        offsetOf(refining.lowerBoundOffset, carrier),
        offsetOf(refining.upperBoundOffset, carrier),
      );
    case 'ABSOLUTE_RANGED':
      return twoSided(
        refining.rangeType,
        momentOf(refining.lowerTimestamp, carrier),
        momentOf(refining.upperTimestamp, carrier),
      );
    case 'NUM_OCCURRENCES':
      return new LeftOut('How often something happened does not narrow it down');
    default:
      return unreachable(refining);
  }
}

/** A span as the one test that rows take of their date. */
export function testOfSpan({ from, to, outside }: Span): ParameterTest | LeftOut {
  if (outside) return new LeftOut('Rows cannot be asked for times outside of a span');
  if (from !== undefined && to !== undefined) {
    if (from.inclusive && to.inclusive) return between(from.value, to.value);
    return new LeftOut('A span of rows includes both its ends');
  }
  if (from !== undefined) return compare(from.inclusive ? '>=' : '>', from.value);
  if (to !== undefined) return compare(to.inclusive ? '<=' : '<', to.value);
  return new LeftOut('A span has no ends');
}

/** A span as a condition about a date. */
export function conditionOfSpan(amount: Amount, span: Span): Condition | LeftOut {
  const { from, to, outside } = span;
  const test = testOfSpan(span);
  if (!(test instanceof LeftOut)) return tested(amount, test);
  if (from === undefined || to === undefined) return test;
  const is = (operator: ComparisonOperator, { value }: Bound) => tested(amount, compare(operator, value));
  return outside
    ? any([is(from.inclusive ? '<' : '<=', from), is(to.inclusive ? '>' : '>=', to)])
    : all([is(from.inclusive ? '>=' : '>', from), is(to.inclusive ? '<=' : '<', to)]);
}

function pointOf(point: TimePoint | UnknownKind, carrier: Carrier): Amount | LeftOut {
  if (isUnknown(point)) return new LeftOut(`The time ${point.unknownKind} is not known`);
  switch (point.timeType) {
    case 'DATE': {
      const { year, month, day, hour, minute, second } = point;
      const local = parseLocalDateTime(
        `${padded(year, 4)}-${padded(month)}-${padded(day)}T${padded(hour)}:${padded(minute)}:${padded(second)}`,
      );
      if (local === undefined || parseDay(local.slice(0, 10)) === undefined) return new LeftOut('There is no such day');
      const shop = carrier.options.timeZone;
      const zone = typeof point.zoneId === 'string' ? parseTimeZone(point.zoneId) : shop;
      if (zone === undefined) return new LeftOut(`There is no time zone ${point.zoneId}`, ['zoneId']);
      return fromMoment(instantOf(local, zone), shop);
    }
    case 'INDEXED': {
      const { referenceType: reference } = point.indexReference;
      if (reference !== 'TODAY' && reference !== 'NOW') {
        return new LeftOut(`A time counted from the ${reference.toLowerCase()} cannot be said here`, [
          'indexReference',
        ]);
      }
      const zone = point.zoneId ?? carrier.options.timeZone;
      if (reference === 'TODAY' && zone !== carrier.options.timeZone) {
        carrier.note(`Days are those of ${zone} there, and of the shop here.`);
      }
      return shifted(point.offset, reference, carrier);
    }
    case 'PROPERTY_REFERENCED': {
      if (point.referenceType !== 'VALUE') return new LeftOut('When a property was last changed is not kept');
      if (point.offset && !isNothing(point.offset))
        return new LeftOut('Another property is compared with as it is alone');
      return carrier.amount(point.property);
    }
    default:
      return unreachable(point);
  }
}

const UNITS = { days: 'd', weeks: 'w', months: 'm', years: 'y' } as const;

function shifted(
  offset: Readonly<Record<string, unknown>> | null | undefined,
  reference: 'TODAY' | 'NOW',
  carrier: Carrier,
): Amount | LeftOut {
  const steps = Object.entries(offset ?? {}).filter(([, amount]) => amount !== 0 && amount !== null);
  const [step, ...more] = steps;
  if (step === undefined) return reference === 'NOW' ? hoursFromNow(0) : TODAY;
  const [unit, amount] = step;
  if (more.length > 0 || typeof amount !== 'number') {
    return new LeftOut('An offset of several units cannot be said here', ['offset']);
  }
  if (unit === 'hours' && reference === 'NOW') return hoursFromNow(amount);
  const letter = Object.entries(UNITS).find(([name]) => name === unit)?.[1];
  if (letter === undefined) return new LeftOut(`An offset in ${unit} cannot be said here`, ['offset']);
  if (reference === 'NOW') carrier.note(WHOLE_DAYS);
  return letter === 'd' || letter === 'w' ? daysFromToday(amount, letter) : { kind: 'offset', amount, unit: letter };
}

function offsetOf(
  { amount, offsetDirection, timeUnit }: { amount: number; offsetDirection: string; timeUnit: string },
  carrier: Carrier,
): Amount | LeftOut {
  const signed = offsetDirection === 'FUTURE' ? amount : -amount;
  return shifted({ [timeUnit.toLowerCase()]: signed }, 'NOW', carrier);
}

function momentOf(timestamp: number, carrier: Carrier): Amount | LeftOut {
  const isDate = Math.abs(timestamp) < 10_000_000_000_000;
  return isDate ? fromMoment(instantOfMs(timestamp), carrier.options.timeZone) : new LeftOut('There is no such time');
}

function oneSided(comparison: string, value: Amount | LeftOut): Span | LeftOut {
  if (value instanceof LeftOut) return value;
  if (comparison === 'AFTER') return { from: { value, inclusive: true }, outside: false };
  if (comparison === 'BEFORE') return { to: { value, inclusive: false }, outside: false };
  return new LeftOut(`The comparison ${comparison} is not known`);
}

function twoSided(range: string, from: Amount | LeftOut, to: Amount | LeftOut): Span | LeftOut {
  if (from instanceof LeftOut) return from;
  if (to instanceof LeftOut) return to;
  if (range !== 'BETWEEN' && range !== 'NOT_BETWEEN') return new LeftOut(`The range ${range} is not known`);
  return { from: { value: from, inclusive: true }, to: { value: to, inclusive: true }, outside: range !== 'BETWEEN' };
}

function isNothing(offset: Readonly<Record<string, unknown>>): boolean {
  return Object.values(offset).every((amount) => amount === 0 || amount === null);
}

function padded(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}
