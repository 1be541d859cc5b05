import { addToDay, type DayUnit, dayOfNumber, instant, shopId, timeZone } from '@clientele/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { evaluate } from '../reference/evaluate.js';
import { personOf } from '../reference/person.js';
import { questionOfPerson } from '../reference/question.js';
import { aContext, aCustomer, anEvent, anOrder, aProfile } from '../reference/records.fixture.js';
import { parseQuery } from '../text/parse-query.js';
import { attributeTest, type Condition } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import { COMPARISON_OPERATORS, type ComparisonOperator } from '../tree/test.js';
import { nextChange } from './changes-at.js';
import { FOLLOWED_DAYS } from './turns-of-person.js';

const ZONE = timeZone('America/Sao_Paulo');

const context = (now: string, cutoffs: ReadonlyMap<string, readonly string[]> = new Map()) =>
  aContext({ now: instant(now), shop: { id: shopId('demo'), timeZone: ZONE, currency: 'BRL' }, cutoffs });
const ago = (amount: number, unit: DayUnit): Literal => ({ kind: 'offset', amount: -amount, unit });
const is = (attribute: string, operator: ComparisonOperator, value: Literal): Condition =>
  attributeTest(attribute, { kind: 'comparison', operator, value });
const lastOrderedBefore = (value: Literal): Condition => is('last_order_date', '<', value);
const lapsed = lastOrderedBefore(ago(90, 'd'));
const profile = aProfile({ orders: [anOrder({ placedAt: '2018-08-20T12:00:00Z' })] });
const turn = (condition: Condition, now: string, cutoffs?: ReadonlyMap<string, readonly string[]>) => {
  const asked = context(now, cutoffs);
  return dayOfChange(condition, personOf(profile, asked.shop), questionOfPerson(asked));
};
function dayOfChange(...asked: Parameters<typeof nextChange>) {
  const change = nextChange(...asked);
  return change.kind === 'changes' ? change.day : null;
}

describe('a condition that moves with today', () => {
  it('turns on the day that the offset passes the date', () => {
    expect(turn(lapsed, '2018-10-01T12:00:00Z')).toBe('2018-11-19');
    expect(turn({ kind: 'not', condition: lapsed }, '2018-10-01T12:00:00Z')).toBe('2018-11-19');
    expect(turn(lapsed, '2018-11-19T12:00:00Z')).toBeNull();
  });

  it('turns on the day that a row of a measure leaves its window', () => {
    const window = { name: 'date', test: { kind: 'comparison', operator: '>=', value: ago(90, 'd') } as const };
    const count: Condition = {
      kind: 'test',
      amount: { kind: 'measure', name: 'count', rows: { name: 'orders_placed', parameters: [window] } },
      test: { kind: 'comparison', operator: '>=', value: { kind: 'number', digits: '1' } },
    };
    expect(turn(count, '2018-10-01T12:00:00Z')).toBe('2018-11-19');
  });

  it('turns on the days that properties of events state', () => {
    const booked = aProfile({
      events: [anEvent({ at: '2018-01-01T12:00:00Z', properties: { "it's": '2018-12-01', until: '2018-11-01' } })],
    });
    const asked = context('2018-10-01T12:00:00Z');
    const reading = parseQuery("events.product_viewed MATCHES (property.'it\\'s' <= -7d)");
    if (reading.outcome === 'invalid') throw new Error(reading.errors[0]?.message);
    const day = dayOfChange(reading.condition, personOf(booked, asked.shop), questionOfPerson(asked));
    expect(day).toBe('2018-12-08');
  });

  it('turns when the end of a month passes', () => {
    // Up to 31 March, a month ago is 28 February at the latest.
    const monthAgo = lastOrderedBefore(ago(1, 'm'));
    const atEnd = aProfile({ orders: [anOrder({ placedAt: '2018-02-28T12:00:00Z' })] });
    const asked = context('2018-03-20T12:00:00Z');
    expect(dayOfChange(monthAgo, personOf(atEnd, asked.shop), questionOfPerson(asked))).toBe('2018-04-01');
  });

  it('turns through a segment, and with the days since the last order', () => {
    const asked = { ...context('2018-10-01T12:00:00Z'), segments: new Map([['lapsed', lapsed]]) };
    const question = questionOfPerson(asked);
    expect(dayOfChange({ kind: 'segment', handle: 'lapsed' }, personOf(profile, asked.shop), question)).toBe(
      '2018-11-19',
    );
    const days = is('days_since_last_order', '>', { kind: 'number', digits: '49.5' });
    expect(turn(days, '2018-10-01T12:00:00Z')).toBe('2018-10-09');
  });
});

describe('a condition that is calculated with now', () => {
  const asked = (query: string, now: string) => {
    const read = parseQuery(query);
    if (read.outcome === 'invalid') throw new Error(read.errors[0]?.message);
    return turn(read.condition, now);
  };

  it.each([
    ['today - last_order_date > 30', '2018-09-10T12:00:00Z', '2018-09-20'],
    ['days_since_last_order > 3 * number_of_orders', '2018-08-21T12:00:00Z', '2018-08-24'],
    [
      'days_since_last_order = 3 OR NOT days_since_last_order IN (count OF orders_placed)',
      '2018-08-20T13:00:00Z',
      '2018-08-21',
    ],
    ['last_order_date + 30d < today', '2018-09-10T12:00:00Z', '2018-09-20'],
    ['last_order_date >= -6h', '2018-08-20T13:00:00Z', '2018-08-20'],
    ['last_order_date >= -6h', '2018-08-20T18:00:01Z', null],
    ['last_order_date >= -13h', '2018-08-20T13:00:00Z', '2018-08-20'],
    // A moment's day turns at six in the morning, which is nine in UTC.
    ['last_order_date + 30d < -6h', '2018-09-20T08:59:59Z', '2018-09-20'],
    ['last_order_date + 30d < -6h', '2018-09-20T09:00:00Z', null],
    ['last_order_date + 6h >= -30min', '2018-08-20T18:30:00Z', '2018-08-20'],
    ['last_order_date + 6h >= -30min', '2018-08-20T18:30:01Z', null],
    ['last_order_date >= -16h', '2018-08-20T13:00:00Z', '2018-08-21'],
    ['count OF orders_placed (date >= -10d) DOWN BY 100%', '2018-08-25T12:00:00Z', '2018-08-31'],
    ['count OF orders_placed (date >= -10d) DOWN BY 100%', '2018-09-01T12:00:00Z', '2018-09-11'],
    ['count OF orders_placed (date > -10d) DOWN BY 100%', '2018-09-01T12:00:00Z', '2018-09-09'],
    ['count OF orders_placed (date BETWEEN -10d AND -5d) DOWN BY 100%', '2018-09-01T12:00:00Z', '2018-09-06'],
    ['count OF orders_placed (date = -10d) DOWN BY 100%', '2018-08-31T12:00:00Z', '2018-09-01'],
    ['count OF orders_placed (date >= -2w) DOWN BY 100%', '2018-09-04T12:00:00Z', '2018-09-19'],
    ['first_order_date + 30d <= last_order_date', '2018-09-10T12:00:00Z', null],
    ["in_sample(50%, 'x')", '2018-09-10T12:00:00Z', null],
  ])('%s', (query, now, day) => {
    expect(asked(query, now)).toBe(day);
  });
});

describe('a condition that stands still', () => {
  it('never turns', () => {
    const spent = is('amount_spent', '>', { kind: 'number', digits: '5' });
    const byDay = lastOrderedBefore({ kind: 'day', day: addToDay(dayOfNumber(17_000), 0, 'd') });
    for (const condition of [spent, byDay]) expect(turn(condition, '2018-10-01T12:00:00Z')).toBeNull();
  });

  it('is a percentile of days, since those of everybody grow alike', () => {
    const longest = attributeTest('days_since_last_order', { kind: 'percentile', side: 'top', percent: '10' });
    const either: Condition = { kind: 'or', conditions: [longest, lapsed] };
    const cutoffs = new Map([['top/days_since_last_order/10', ['45']]]);
    expect(turn(either, '2018-10-01T12:00:00Z', cutoffs)).toBe('2018-11-19');
  });
});

describe('a condition that may turn on very many days', () => {
  const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => ago(from + index, 'd'));
  const never = is('last_order_date', '=', { kind: 'named-day', name: 'today' });
  const oneOf = (values: Literal[]): Condition => ({
    kind: 'and',
    conditions: [attributeTest('last_order_date', { kind: 'in', values, negated: false }), never],
  });

  it('is not followed, and no evaluation is spent on it: it takes too long, or is too far ahead', () => {
    const asked = context('2018-10-01T12:00:00Z');
    let looks = 0;
    const question = questionOfPerson(asked);
    const person = personOf(profile, asked.shop);
    const watched = {
      ...question,
      get today() {
        looks += 1;
        return question.today;
      },
    };
    const far = many(10_001, 2_000);
    expect(nextChange(oneOf(far), person, watched, { comparisons: 1_000 })).toEqual({ kind: 'untold' });
    expect(nextChange(oneOf(far), person, watched)).toEqual({ kind: 'stays' });
    expect(looks).toBeLessThan(10);
  });

  it('is followed by the effort that is left', () => {
    const turning = attributeTest('last_order_date', { kind: 'in', values: many(60, 200), negated: false });
    const asked = context('2018-10-01T12:00:00Z');
    const person = personOf(profile, asked.shop);
    const effort = { comparisons: 60_000 };
    const next = () => dayOfChange(turning, person, questionOfPerson(asked), effort);
    expect([next(), next()]).toEqual(['2018-10-19', null]);
  });

  it('is no endless search where the number of days is endless', () => {
    const digits = `1${'0'.repeat(30)}`;
    const days = is('days_since_last_order', '<', { kind: 'number', digits });
    expect(turn(days, '2018-10-01T12:00:00Z')).toBeNull();
  });
});

const unit = fc.constantFrom<DayUnit>('d', 'w', 'm', 'y');
const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc
    .record({ amount: fc.integer({ min: -3, max: 13 }), unit })
    .map(({ amount, unit }) => ago(unit === 'y' ? Math.sign(amount) : unit === 'd' ? amount * 9 : amount, unit)),
  fc.constantFrom<Literal>({ kind: 'named-day', name: 'today' }, { kind: 'named-day', name: 'yesterday' }),
);
const operator = fc.constantFrom(...COMPARISON_OPERATORS);
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fc.constantFrom('last_order_date', 'first_order_date', 'customer_added_date'), operator, literal)
    .map((parts) => is(...parts)),
  fc.tuple(literal, literal).map(([from, to]) => attributeTest('last_order_date', { kind: 'between', from, to })),
  fc.tuple(operator, literal, literal).map(([operator, value, to]): Condition => {
    const amount = { kind: 'anniversary', attribute: 'birth_date' } as const;
    const isRange = operator === '=';
    return {
      kind: 'test',
      amount,
      test: isRange ? { kind: 'between', from: value, to } : { kind: 'comparison', operator, value },
    };
  }),
  fc
    .tuple(operator, fc.integer({ min: -30, max: 400 }))
    .map(([sign, days]) => is('days_since_last_order', sign, { kind: 'number', digits: `${days}` })),
  fc.record({ date: literal, operator, count: fc.integer({ min: 0, max: 2 }), negated: fc.boolean() }).map(
    ({ date, operator, count, negated }): Condition => ({
      kind: 'match',
      rows: {
        name: 'orders_placed',
        parameters: [
          { name: 'date', test: { kind: 'comparison', operator: '>=', value: date } },
          { name: 'count', test: { kind: 'comparison', operator, value: { kind: 'number', digits: `${count}` } } },
        ],
      },
      negated,
    }),
  ),
);
/** More, or less, orders in a window than over as many days before. */
const trend: fc.Arbitrary<Condition> = fc
  .record({
    from: fc.integer({ min: 0, max: 40 }),
    length: fc.integer({ min: 0, max: 20 }),
    unit: fc.constantFrom<DayUnit>('d', 'd', 'w', 'm'),
    form: fc.constantFrom('>=', '>', '=', 'between'),
    direction: fc.constantFrom('up', 'down'),
    percent: fc.constantFrom('50', '100'),
  })
  .map(({ from, length, unit, form, direction, percent }) => {
    const test =
      form === 'between'
        ? ({ kind: 'between', from: ago(from + length, unit), to: ago(from, unit) } as const)
        : ({ kind: 'comparison', operator: form, value: ago(from, unit) } as const);
    const rows = { name: 'orders_placed', parameters: [{ name: 'date', test }] };
    return {
      kind: 'test',
      amount: { kind: 'measure', name: 'count', rows },
      test: { kind: 'trend', direction, percent },
    };
  });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  leaf,
  trend,
  fc.tuple(leaf, leaf).map(([a, b]): Condition => ({ kind: 'and', conditions: [a, { kind: 'not', condition: b }] })),
  fc.tuple(leaf, leaf).map(([a, b]): Condition => ({ kind: 'or', conditions: [a, b] })),
);
/** Noon in São Paulo, in two years with daylight saving and a leap day. */
const noon = fc.integer({ min: 16_700, max: 17_500 }).map((number) => `${dayOfNumber(number)}T15:00:00Z`);

it('finds the day that trying one day after another finds', () => {
  const birth = fc.oneof(
    fc.constant('1992-02-29'),
    noon.map((at) => at.slice(0, 10)),
  );
  fc.assert(
    fc.property(
      condition,
      fc.array(noon, { maxLength: 3 }),
      noon,
      birth,
      noon,
      (asked, placed, created, birthDate, now) => {
        const somebody = aProfile({
          customers: [aCustomer({ createdAt: created, birthDate })],
          orders: placed.map((placedAt) => anOrder({ placedAt })),
        });
        const question = questionOfPerson(context(now));
        const person = personOf(somebody, question.shop);
        const holdsOn = (days: number): boolean =>
          evaluate(asked, person, { ...question, today: addToDay(question.today, days, 'd') });
        const found = dayOfChange(asked, person, question);
        const holdsToday = holdsOn(0);
        const days = Array.from({ length: FOLLOWED_DAYS }, (_, day) => day + 1).find(
          (day) => holdsOn(day) !== holdsToday,
        );
        const tried = days === undefined ? null : addToDay(question.today, days, 'd');
        const lastTried = addToDay(question.today, FOLLOWED_DAYS, 'd');
        expect(found !== null && found > lastTried ? null : found).toBe(tried);
      },
    ),
    { numRuns: 300 },
  );
});

describe('a sequence', () => {
  const conditionOf = (text: string): Condition => {
    const checked = checkQuery(text);
    if (checked.outcome === 'invalid') throw new Error(checked.errors.map(({ message }) => message).join('; '));
    return checked.condition;
  };
  const looked = aProfile({ events: [anEvent({ at: '2018-10-30T12:00:00Z' })] });
  const asked = context('2018-10-31T12:00:00Z');
  const turns = (text: string) => dayOfChange(conditionOf(text), personOf(looked, asked.shop), questionOfPerson(asked));

  it.each([
    // The midnight after the last day; of hours, the instant itself: nine in the evening.
    ['SEQUENCE (events.product_viewed THEN NOT orders_placed WITHIN 4d)', '2018-11-04'],
    ['SEQUENCE (events.product_viewed THEN NOT orders_placed WITHIN 1m)', '2018-12-01'],
    ['SEQUENCE (events.product_viewed THEN NOT orders_placed WITHIN 60h)', '2018-11-01'],
    ['SEQUENCE (events.product_viewed (date >= -9d) THEN NOT orders_placed WITHIN 90min)', '2018-11-09'],
    ['SEQUENCE (events.product_viewed THEN NOT orders_placed)', null],
    ['SEQUENCE (events.product_viewed THEN events.product_added WITHIN 9d)', null],
    ['events.product_viewed MATCHES (date >= -3d)', '2018-11-03'],
  ])('%s turns on %s', (text, day) => {
    expect(turns(text)).toBe(day);
  });
});
