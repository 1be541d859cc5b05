import { type ChannelKind, day, instant, parseLocalDateTime, shopId, timeZone } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { attributeTest, type Condition } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import type { Parameter } from '../tree/rows.js';
import type { ComparisonOperator, ParameterTest } from '../tree/test.js';
import { ratioOfText } from './ratio.js';
import { aContext, aCustomer, anOrder, aProfile, aRefund } from './records.fixture.js';
import { evaluateProfile, evaluateShop, referenceShop } from './reference.js';

const number = (digits: string): Literal => ({ kind: 'number', digits });
const text = (value: string): Literal => ({ kind: 'text', value });
const onDay = (value: string): Literal => ({ kind: 'day', day: day(value) });
const ago = (amount: number, unit: 'd' | 'w' | 'm' | 'y'): Literal => ({ kind: 'offset', amount: -amount, unit });
const at = (value: string): Literal => {
  const local = parseLocalDateTime(value);
  if (local === undefined) throw new RangeError(value);
  return { kind: 'datetime', local };
};
const is = (attribute: string, operator: ComparisonOperator, value: Literal): Condition =>
  attributeTest(attribute, compared(operator, value));
const within = (attribute: string, from: Literal, to: Literal): Condition =>
  attributeTest(attribute, { kind: 'between', from, to });
const has = (attribute: string, value: Literal, negated = false): Condition =>
  attributeTest(attribute, { kind: 'contains', value, negated });
const isOneOf = (attribute: string, values: Literal[], negated = false): Condition =>
  attributeTest(attribute, { kind: 'in', values, negated });
const isThere = (attribute: string, present: boolean): Condition =>
  attributeTest(attribute, { kind: 'presence', present });
const not = (condition: Condition): Condition => ({ kind: 'not', condition });
const compared = (operator: ComparisonOperator, value: Literal): ParameterTest => ({
  kind: 'comparison',
  operator,
  value,
});
const matches = (name: string, parameters: Record<string, ParameterTest> = {}, negated = false): Condition => ({
  kind: 'match',
  rows: {
    name,
    parameters: Object.entries(parameters).map(([parameter, test]): Parameter => ({ name: parameter, test })),
  },
  negated,
});

const NOBODY = aProfile();
const context = aContext();
const holds = (condition: Condition, profile = NOBODY, asked = context): boolean =>
  evaluateProfile(condition, profile, asked);
const orderedAt = (...instants: string[]) => aProfile({ orders: instants.map((placedAt) => anOrder({ placedAt })) });

describe('an absent value', () => {
  const absent = 'average_order_value';

  it('passes no comparison, and its complement does', () => {
    const tests: Condition[] = [
      ...(['=', '!=', '>', '>=', '<', '<='] as const).map((operator) => is(absent, operator, number('0'))),
      within(absent, number('-1'), number('1')),
      isOneOf(absent, [number('1')]),
      isOneOf(absent, [number('1')], true),
      isThere(absent, true),
      has('customer_tags', text('vip')),
    ];
    for (const condition of tests) {
      expect(holds(condition)).toBe(false);
      expect(holds(not(condition))).toBe(true);
    }
    expect(holds(isThere(absent, false))).toBe(true);
    expect(holds(has('customer_tags', text('vip'), true))).toBe(true);
  });
});

describe('numbers', () => {
  // A third of ten pounds is no decimal: comparisons must be exact.
  const thirds = aProfile({ orders: ['3.33', '3.33', '3.34'].map((total) => anOrder({ total })) });

  it('are exact', () => {
    expect(holds(is('average_order_value', '>', number('3.333333')), thirds)).toBe(true);
    expect(holds(is('average_order_value', '<', number('3.3333333333333333333334')), thirds)).toBe(true);
    expect(holds(is('average_order_value', '=', number('3.333333')), thirds)).toBe(false);
    expect(holds(is('amount_spent', '=', number('10.00')), thirds)).toBe(true);
    expect(holds(is('number_of_orders', '>=', number('2.5')), thirds)).toBe(true);
  });

  it('are included at both ends of a BETWEEN', () => {
    expect(holds(within('amount_spent', number('10'), number('11')), thirds)).toBe(true);
    expect(holds(within('amount_spent', number('9'), number('10')), thirds)).toBe(true);
    expect(holds(within('amount_spent', number('11'), number('9')), thirds)).toBe(false);
  });
});

describe('days', () => {
  // 2 June in London began at 23:00 UTC of 1 June.
  const secondOfJune = orderedAt('2024-06-01T23:00:00Z');
  const results = (value: Literal) =>
    (['=', '!=', '>', '>=', '<', '<='] as const).filter((operator) =>
      holds(is('last_order_date', operator, value), secondOfJune),
    );

  it('are whole days of the shop', () => {
    expect(results(onDay('2024-06-02'))).toEqual(['=', '>=', '<=']);
    expect(results(onDay('2024-06-01'))).toEqual(['!=', '>', '>=']);
    expect(results(onDay('2024-06-03'))).toEqual(['!=', '<', '<=']);
    expect(holds(within('last_order_date', onDay('2024-06-02'), onDay('2024-06-02')), secondOfJune)).toBe(true);
    expect(holds(within('last_order_date', onDay('2024-05-01'), onDay('2024-06-01')), secondOfJune)).toBe(false);
  });

  it('count from today', () => {
    expect(results(ago(8, 'd'))).toEqual(['=', '>=', '<=']);
    expect(results(ago(1, 'w'))).toEqual(['!=', '<', '<=']);
    expect(results({ kind: 'named-day', name: 'yesterday' })).toEqual(['!=', '<', '<=']);
    const atMidnight = aContext({ now: instant('2024-06-02T23:00:00Z') });
    const yesterday = is('last_order_date', '=', { kind: 'named-day', name: 'yesterday' });
    expect(holds(yesterday, secondOfJune, atMidnight)).toBe(true);
    expect(holds(is('last_order_date', '=', { kind: 'named-day', name: 'today' }), secondOfJune, atMidnight)).toBe(
      false,
    );
  });

  it('three months before 31 May are the last of February', () => {
    const asked = aContext({ now: instant('2024-05-31T12:00:00Z') });
    const leapDay = orderedAt('2024-02-29T12:00:00Z');
    expect(holds(is('last_order_date', '=', ago(3, 'm')), leapDay, asked)).toBe(true);
    expect(holds(is('last_order_date', '<', ago(3, 'm')), leapDay, asked)).toBe(false);
  });
});

describe('a date with a time', () => {
  const results = (placedAt: string, value: string, asked = context) =>
    (['=', '>', '>=', '<', '<='] as const).filter((operator) =>
      holds(is('first_order_date', operator, at(value)), orderedAt(placedAt), asked),
    );

  it('is a second of the shop', () => {
    expect(results('2024-06-01T17:30:00Z', '2024-06-01T18:30:00')).toEqual(['=', '>=', '<=']);
    expect(results('2024-06-01T17:30:00.900Z', '2024-06-01T18:30:00')).toEqual(['=', '>=', '<=']);
    expect(results('2024-06-01T17:30:01Z', '2024-06-01T18:30:00')).toEqual(['>', '>=']);
    expect(results('2024-06-01T17:29:59.999Z', '2024-06-01T18:30:00')).toEqual(['<', '<=']);
  });

  it('that daylight saving skips is moved on by the gap', () => {
    // In London 01:30 on 31 March 2024 does not exist; it is read as 02:30 summer time, 01:30 UTC.
    expect(results('2024-03-31T01:30:00Z', '2024-03-31T01:30:00')).toEqual(['=', '>=', '<=']);
  });

  it('that daylight saving repeats is its first occurrence', () => {
    expect(results('2024-10-27T00:30:00Z', '2024-10-27T01:30:00')).toEqual(['=', '>=', '<=']);
    expect(results('2024-10-27T01:30:00Z', '2024-10-27T01:30:00')).toEqual(['>', '>=']);
  });

  it('follows the zone of the shop', () => {
    const stJohns = aContext({ shop: { id: shopId('demo'), timeZone: timeZone('America/St_Johns'), currency: 'CAD' } });
    expect(results('2024-06-01T20:00:00Z', '2024-06-01T17:30:00', stJohns)).toEqual(['=', '>=', '<=']);
  });
});

describe('text and lists', () => {
  const profile = aProfile({ customers: [aCustomer({ language: 'en-GB', tags: ['Very Important', 'ÉTÉ'] })] });
  const tagged = (tag: string) => has('customer_tags', text(tag));

  it('compares text exactly', () => {
    expect(holds(is('customer_language', '=', text('en-GB')), profile)).toBe(true);
    expect(holds(is('customer_language', '=', text('en-gb')), profile)).toBe(false);
    expect(holds(is('customer_language', '!=', text('en-gb')), profile)).toBe(true);
    const languages = [text('fr'), text('en-GB')];
    expect(holds(isOneOf('customer_language', languages), profile)).toBe(true);
    expect(holds(isOneOf('customer_language', languages, true), profile)).toBe(false);
  });

  it('finds whole elements in upper or lower case', () => {
    expect(holds(tagged('very important'), profile)).toBe(true);
    expect(holds(tagged('été'), profile)).toBe(true);
    expect(holds(tagged('important'), profile)).toBe(false);
  });
});

describe('orders_placed', () => {
  const profile = aProfile({
    orders: [
      anOrder({ placedAt: '2024-06-01T12:00:00Z', total: '10' }),
      anOrder({ placedAt: '2024-06-02T12:00:00Z', total: '20', channel: { id: 't', kind: 'till' } }),
      anOrder({ placedAt: '2024-06-03T12:00:00Z', total: '99', currency: 'USD' }),
      anOrder({ placedAt: '2024-06-04T12:00:00Z', total: '500', test: true }),
    ],
  });
  const placed = (parameters: Record<string, ParameterTest>, negated = false) =>
    holds(matches('orders_placed', parameters, negated), profile);

  it('filters first and then counts and adds up', () => {
    const since = compared('>=', onDay('2024-06-02'));
    expect(placed({ date: since, count: compared('=', number('2')) })).toBe(true);
    expect(placed({ count: compared('=', number('2')), date: since })).toBe(true);
    expect(placed({ date: since, sum_amount: compared('=', number('20')) })).toBe(true);
    expect(placed({ channel: compared('!=', text('till')), count: compared('=', number('2')) })).toBe(true);
    expect(placed({ sum_amount: compared('>', number('30')) })).toBe(false);
  });

  it('drops an order without an amount wherever an amount is asked for', () => {
    for (const test of [compared('>', number('0')), compared('!=', number('1'))]) {
      expect(placed({ amount: test, count: compared('=', number('2')) })).toBe(true);
    }
    const notIn: ParameterTest = { kind: 'in', values: [number('10')], negated: true };
    expect(placed({ amount: notIn, count: compared('=', number('1')) })).toBe(true);
  });

  it('asks for at least one where nothing is counted', () => {
    expect(placed({})).toBe(true);
    expect(placed({ date: compared('>', onDay('2024-06-03')) })).toBe(false);
    expect(holds(matches('orders_placed'))).toBe(false);
  });

  it('counts nothing as zero, and negates as a whole', () => {
    const none = { amount: compared('>', number('1000')), count: compared('=', number('0')) };
    expect(placed(none)).toBe(true);
    expect(placed(none, true)).toBe(false);
    expect(holds(matches('orders_placed', { sum_amount: compared('<=', number('0')) }))).toBe(true);
    expect(holds(matches('orders_placed', { channel: compared('=', text('till')) }, true))).toBe(true);
  });
});

describe('products_purchased', () => {
  const line = (product: string | undefined, quantity: string, fields: object = {}) => ({
    id: `${product}-${quantity}`,
    ...(product === undefined ? {} : { product }),
    quantity,
    listPrice: '1',
    ...fields,
  });
  const profile = aProfile({
    orders: [
      anOrder({
        placedAt: '2024-06-01T12:00:00Z',
        lines: [line('007', '2'), line('007', '3.5'), line('22423', '1'), line(undefined, '4')],
      }),
      anOrder({
        placedAt: '2024-06-02T12:00:00Z',
        lines: [line('007', '1'), line('007', '0'), line('007', '9', { kind: 'charge' })],
      }),
      anOrder({ cancelledAt: '2024-06-03T12:00:00Z', lines: [line('007', '100')] }),
    ],
  });
  const purchased = (parameters: Record<string, ParameterTest>) =>
    holds(matches('products_purchased', parameters), profile);

  it('counts lines, not orders', () => {
    expect(purchased({ count: compared('=', number('5')) })).toBe(true);
    expect(purchased({ id: compared('=', text('007')), count: compared('=', number('3')) })).toBe(true);
    expect(purchased({ id: compared('=', text('007')), sum_quantity: compared('=', number('6.5')) })).toBe(true);
    expect(purchased({ sum_quantity: compared('=', number('11.5')) })).toBe(true);
  });

  it('takes an unquoted number for the text of its digits', () => {
    expect(purchased({ id: compared('=', number('22423')) })).toBe(true);
    expect(purchased({ id: compared('=', number('7')) })).toBe(false);
    expect(purchased({ id: compared('=', number('007')) })).toBe(true);
  });

  it('filters each line by itself', () => {
    expect(purchased({ id: compared('=', text('22423')), quantity: compared('>', number('1')) })).toBe(false);
    expect(purchased({ quantity: compared('>', number('1')), date: compared('=', onDay('2024-06-02')) })).toBe(false);
    expect(purchased({ quantity: compared('>=', number('2')), count: compared('=', number('3')) })).toBe(true);
  });

  it('drops a line without a product where an id is asked for', () => {
    expect(purchased({ id: compared('!=', text('007')), count: compared('=', number('1')) })).toBe(true);
  });
});

describe('percentiles', () => {
  const spender = (id: string, ...totals: string[]) =>
    aProfile({ id, orders: totals.map((total) => anOrder({ total })) });
  const shop = [spender('a', '10'), spender('b', '20'), spender('c', '20'), spender('d', '30'), spender('none')];
  const percentile = (side: 'top' | 'bottom', percent: string, attribute = 'amount_spent'): Condition =>
    attributeTest(attribute, { kind: 'percentile', side, percent });
  const members = (condition: Condition, asked = context) => [...evaluateShop(condition, shop, asked)].sort().join('');

  it('rounds up and treats equal values equally', () => {
    expect(members(percentile('top', '25'))).toBe('d');
    expect(members(percentile('top', '25.0001'))).toBe('bcd');
    expect(members(percentile('top', '0.1'))).toBe('d');
    expect(members(percentile('top', '100'))).toBe('abcd');
    expect(members(percentile('bottom', '50'))).toBe('abc');
  });

  it('is among those with an order, also where the value is zero without', () => {
    expect(members(percentile('bottom', '1'))).toBe('a');
    expect(members(not(percentile('bottom', '100')))).toBe('none');
    expect(members(percentile('top', '100', 'days_between_orders'))).toBe('');
  });

  it('is among those who have it, of a custom attribute, whether they ordered or not', () => {
    const customTypes = new Map([['attributes.points', 'number'] as const]);
    const withPoints = (id: string, points?: number) =>
      aProfile({ id, customers: [aCustomer({ ...(points !== undefined && { attributes: { points } }) })] });
    const people = [withPoints('a', 5), withPoints('b', 7), withPoints('none'), spender('buyer', '10')];
    const of = (condition: Condition) => [...evaluateShop(condition, people, aContext({ customTypes }))].sort();
    expect(of(percentile('top', '50', 'attributes.points'))).toEqual(['b']);
    expect(of(percentile('bottom', '100', 'attributes.points'))).toEqual(['a', 'b']);
  });

  it('uses a frozen cut-off where there is one', () => {
    const cutoffs = new Map([['top/amount_spent/25', ['15']]]);
    expect(members(percentile('top', '25.0'), aContext({ cutoffs }))).toBe('bcd');
    expect(members(percentile('top', '25'), aContext({ cutoffs: new Map([['top/amount_spent/25', []]]) }))).toBe('');
    expect(() => holds(percentile('top', '25'))).toThrow("no cut-off 'top/amount_spent/25'");
  });

  it('takes an average that is no decimal exactly', () => {
    const averages = [spender('a', '3.33', '3.33', '3.34'), spender('b', '3.333333')];
    const top = percentile('top', '50', 'average_order_value');
    expect([...evaluateShop(top, averages, context)]).toEqual(['a']);
    const cutoffs = new Map([['top/average_order_value/50', ['10/3']]]);
    expect([...evaluateShop(top, averages, aContext({ cutoffs }))]).toEqual(['a']);
  });
});

describe('segments', () => {
  const big = is('amount_spent', '>', number('5'));
  const profile = orderedAt('2024-06-01T12:00:00Z');
  const segments = new Map<string, Condition>([
    ['big', big],
    ['not-big', not({ kind: 'segment', handle: 'big' })],
    ['loop', { kind: 'segment', handle: 'loop' }],
  ]);
  const asked = aContext({ segments });
  const reference = (handle: string): Condition => ({ kind: 'segment', handle });

  it('are their queries', () => {
    expect(holds(reference('big'), profile, asked)).toBe(true);
    expect(holds(reference('not-big'), profile, asked)).toBe(false);
    expect(holds({ kind: 'and', conditions: [reference('big'), reference('big')] }, profile, asked)).toBe(true);
  });

  it('that do not exist have no members, and none contains itself', () => {
    expect(holds(reference('gone'), profile, asked)).toBe(false);
    expect(() => holds(reference('loop'), profile, asked)).toThrow('refers to itself');
  });
});

describe('a measure of rows', () => {
  const measure = (name: string, parameters: Record<string, ParameterTest> = {}, of = 'orders_placed') => ({
    kind: 'measure' as const,
    name,
    rows: { name: of, parameters: Object.entries(parameters).map(([each, test]): Parameter => ({ name: each, test })) },
  });
  const placed = (placedAt: string, total: string, kind: ChannelKind, externalId: string) =>
    anOrder({ placedAt, total, externalId, channel: { id: 'c', kind } });
  // 3 June is a Monday; the two orders of one instant are told apart by their ids.
  const profile = aProfile({
    orders: [
      placed('2024-06-08T10:00:00Z', '40', 'till', 'z'),
      placed('2024-06-03T10:00:00Z', '10', 'till', 'b'),
      placed('2024-06-03T10:00:00Z', '30', 'app', 'a'),
      placed('2024-06-05T10:00:00Z', '-20', 'app', 'c'),
    ],
  });
  const measured = (name: string, parameters?: Record<string, ParameterTest>) =>
    referenceShop([profile], context).amounts(measure(name, parameters))[0];
  const numberIs = (digits: string) => ({ kind: 'number', number: ratioOfText(digits) });

  it('is of the rows that have the value', () => {
    expect(measured('sum_amount')).toEqual(numberIs('60'));
    expect(measured('average_amount')).toEqual(numberIs('15'));
    expect(measured('min_amount')).toEqual(numberIs('-20'));
    expect(measured('max_amount')).toEqual(numberIs('40'));
    expect(measured('first_amount')).toEqual(numberIs('30'));
    expect(measured('last_amount')).toEqual(numberIs('40'));
    expect(measured('distinct_days')).toEqual(numberIs('3'));
    expect(measured('usual_channel')).toEqual({ kind: 'text', text: 'app' });
    expect(measured('usual_weekday')).toEqual({ kind: 'text', text: 'monday' });
    expect(measured('last_date')).toMatchObject({ day: '2024-06-08' });
  });

  it('is a share of what the date alone leaves', () => {
    const app = { channel: compared('=', text('app')) };
    expect(measured('share_of_count', app)).toEqual(numberIs('0.5'));
    expect(measured('share_of_amount', app)).toEqual(numberIs('1/6'));
    expect(measured('share_of_count', { ...app, date: compared('>', onDay('2024-06-04')) })).toEqual(numberIs('0.5'));
    expect(measured('share_of_amount', { date: compared('>', onDay('2024-06-09')) })).toBeUndefined();
  });

  it('of nothing is absent where it is no count and no sum', () => {
    const never = { date: compared('<', onDay('2020-01-01')) };
    expect(measured('count', never)).toEqual(numberIs('0'));
    expect(measured('sum_amount', never)).toEqual(numberIs('0'));
    expect(measured('distinct_channels', never)).toEqual(numberIs('0'));
    for (const name of ['average_amount', 'min_amount', 'first_date', 'usual_channel', 'share_of_count']) {
      expect(measured(name, never), name).toBeUndefined();
    }
  });
});

describe('rows', () => {
  const line = { id: '1', product: 'tea', quantity: '2', listPrice: '5' };
  const profile = aProfile({
    orders: [
      anOrder({
        externalId: 'o',
        // Half past midnight in London, a Sunday.
        placedAt: '2024-06-08T23:30:00Z',
        currency: 'USD',
        total: '20',
        totalInShopCurrency: '10',
        lines: [
          { ...line, discounts: [{ amount: '4', code: 'Tea' }] },
          { ...line, id: '2', sku: '007' },
        ],
        discounts: [{ amount: '0', code: 'FREE' }],
        refunds: [{ id: 'r', at: '2024-06-10T10:00:00Z', amount: '2' }],
      }),
    ],
    refunds: [aRefund({ at: '2024-06-09T10:00:00Z', amount: '5', channel: { id: 't', kind: 'till' } })],
  });
  const is = (value: Literal) => compared('=', value);
  const matching = (of: string, parameters: Record<string, ParameterTest>) => holds(matches(of, parameters), profile);

  it('are of the hour of the shop', () => {
    expect(
      matching('orders_placed', { hour: is(number('0')), weekday: is(text('sunday')), daypart: is(text('night')) }),
    ).toBe(true);
  });

  it('have discounts and codes of their own', () => {
    expect(matching('orders_placed', { discount: is(number('2')), discount_code: is(text('TEA')) })).toBe(true);
    const codes = { kind: 'contains', value: text('free'), negated: false } as const;
    expect(
      matching('products_purchased', { discounted: is({ kind: 'boolean', value: false }), discount_code: codes }),
    ).toBe(true);
    expect(matching('products_purchased', { sku: is(text('007')), discount_code: is(text('tea')) })).toBe(false);
    expect(matching('orders_placed', { discount_code: compared('!=', text('other')) })).toBe(true);
  });

  it('have amounts in the currency of the shop', () => {
    expect(matching('products_purchased', { amount: is(number('3')), discount: is(number('2')) })).toBe(true);
    expect(matching('refunds_received', { amount: is(number('1')), channel: is(text('online_store')) })).toBe(true);
    expect(matching('refunds_received', { sum_amount: is(number('6')), last_channel: is(text('online_store')) })).toBe(
      true,
    );
  });
});

describe('what the type check refuses', () => {
  it('throws', () => {
    const profile = aProfile({ customers: [aCustomer({ tags: ['a'] })] });
    expect(() => holds(is('customer_tags', '=', text('a')), profile)).toThrow(TypeError);
    expect(() => holds(is('amount_spent', '=', text('a')))).toThrow(TypeError);
    expect(() => holds(is('toString', '=', text('a')))).toThrow("'toString' is no trait");
    const buyer = orderedAt('2024-06-01T12:00:00Z');
    expect(() => holds(matches('orders_placed', { id: compared('=', text('a')) }), buyer)).toThrow(TypeError);
    expect(() => holds(matches('orders'))).toThrow("'orders' is no function");
  });
});

it('takes whoever has a row into a percentile, also where rows are no records', () => {
  const rows = { name: 'store_credit_accounts', parameters: [] };
  const richest: Condition = {
    kind: 'test',
    amount: { kind: 'measure', name: 'count', rows },
    test: { kind: 'percentile', side: 'top', percent: '50' },
  };
  const storeCredit = [{ id: 'a', balance: '5', currency: 'EUR' }];
  const people = [aProfile({ id: 'ann', customers: [aCustomer({ storeCredit })] }), aProfile({ id: 'bob' })];
  expect([...referenceShop(people, context).members(richest)]).toEqual(['ann']);
});
