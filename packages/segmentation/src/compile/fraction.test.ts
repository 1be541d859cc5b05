import { afterAll, expect, test } from 'vitest';
import { aContext, anOrder, aProfile, aRefund } from '../reference/records.fixture.js';
import { referenceShop } from '../reference/reference.js';
import { CONTEXT, conditionOf, EngineShop } from './engine.fixture.js';
import { bitsQuery } from './queries.js';

/** What people paid, order by order, and got back: ties, what floats cannot tell apart, hardly anything, less than nothing. */
const PEOPLE: readonly { readonly paid: readonly (string | null)[]; readonly back: readonly string[] }[] = [
  { paid: [], back: [] },
  { paid: [null], back: [] },
  { paid: ['0'], back: ['0'] },
  { paid: ['100'], back: ['100'] },
  { paid: ['100', '200.000001'], back: ['100', '200'] },
  { paid: ['0.000001'], back: ['0.000002'] },
  { paid: ['-5', null], back: ['7.25'] },
  { paid: ['999999999999.999999', '999999999999.999999'], back: ['999999999999.999999', '999999999999.999998'] },
  { paid: ['999999999999.999999', '0.000001'], back: ['999999999999.999999'] },
  { paid: ['333333333333.333333', '333333333333.333333', '333333333333.333334'], back: ['-0.000001'] },
  { paid: ['999999999999.999999', '-999999999999.999998'], back: ['-0.000001'] },
  { paid: ['123456789012.345678', null], back: ['123456789012.345678'] },
];

const shop = new EngineShop({
  customers: PEOPLE.map((_, no) => ({ profile_no: no + 1, connection: 'web', external_id: `${no}` })),
  orders: PEOPLE.flatMap(({ paid }, no) =>
    paid.map((total, index) => ({
      profile_no: no + 1,
      connection: 'web',
      external_id: `${no}-${index}`,
      at: `${dayAt(index)} 12:00:00.000`,
      day: dayAt(index),
      counted: true,
      channel_kind: 'online_store',
      total,
    })),
  ),
  refunds: PEOPLE.flatMap(({ back }, no) =>
    back.map((amount, index) => ({
      profile_no: no + 1,
      connection: 'web',
      external_id: `${no}-${index}`,
      at: '2024-06-02 12:00:00.000',
      day: '2024-06-02',
      channel_kind: 'online_store',
      amount,
    })),
  ),
});
afterAll(() => shop[Symbol.dispose]());

const reference = referenceShop(
  PEOPLE.map(({ paid, back }, no) =>
    aProfile({
      id: `p_${no + 1}`,
      // An amount in a currency without a rate is none.
      orders: paid.map((total, index) =>
        anOrder({
          placedAt: `${dayAt(index)}T11:00:00Z`,
          ...(total === null ? { currency: 'EUR' } : { total }),
        }),
      ),
      refunds: back.map((amount) => aRefund({ at: '2024-06-02T11:00:00Z', amount })),
    }),
  ),
  aContext({ now: CONTEXT.now }),
);

/** Of the first orders, the second … */
function dayAt(index: number): string {
  return `2024-06-0${index + 4}`;
}

const AMOUNTS = [
  'amount_spent / number_of_orders',
  'amount_spent / amount_refunded',
  'amount_refunded / amount_spent',
  'average_order_value * number_of_orders',
  'amount_spent - amount_refunded',
  'amount_refunded - amount_spent + 0.000001',
  '(amount_spent - amount_refunded) / number_of_orders',
  'amount_spent / (amount_spent - amount_refunded)',
  '(amount_spent - amount_refunded) / (amount_spent - amount_refunded)',
  '(amount_refunded - amount_spent) * 1000000 / (amount_spent - amount_refunded)',
  'average_amount OF orders_placed (date >= 2024-06-05)',
  'share_of_amount OF orders_placed (amount > 0.5, date >= 2024-06-04)',
  'share_of_amount OF orders_placed (date = 2024-06-04)',
  '(amount_spent - amount_refunded) / (last_order_date - first_order_date)',
];
const VALUES = [
  ...['0', '1', '-1', '0.5', '0.000001', '-1000000', '1000000000000', '999999999999.999999', 'amount_spent'],
  'average_order_value + 0.000001',
];
const OPERATORS = ['=', '<', '>=', '!=', '>', '<='];
const PER_STATEMENT = 25;

const COMPARISONS = AMOUNTS.flatMap((amount, at) =>
  VALUES.map((value, index) => `${amount} ${OPERATORS[(at + index) % OPERATORS.length]} ${value}`),
);
const TESTS = AMOUNTS.flatMap((amount) => [
  ...['IS NULL', 'IN (1, 0, -1000000)', 'BETWEEN 0 AND 1'].map((each) => `${amount} ${each}`),
  `orders_placed MATCHES (amount >= ${amount})`,
]);
const TRENDS = ['sum_amount', 'average_amount', 'count'].flatMap((measure) =>
  ['UP BY 0.000001%', 'UP BY 100%', 'DOWN BY 100%', 'DOWN BY 0.000001%', 'DOWN BY 50%', 'DOWN BY 200%'].map(
    (by) => `${measure} OF orders_placed (date >= 2024-06-05) ${by}`,
  ),
);

test('what is calculated is compared exactly, however near it is', () => {
  const asked = [...COMPARISONS, ...TESTS, ...TRENDS].flatMap((query) => {
    try {
      return [{ query, condition: conditionOf(query) }];
    } catch {
      return []; // more digits than can be compared
    }
  });
  expect(asked.length).toBeGreaterThan(150);
  const expected = new Map<string, readonly string[]>();
  const found = new Map<string, string[]>();
  for (let from = 0; from < asked.length; from += PER_STATEMENT) {
    const some = asked.slice(from, from + PER_STATEMENT);
    for (const { query } of some) found.set(query, []);
    const compiled = bitsQuery(
      some.map(({ condition }) => condition),
      CONTEXT,
    );
    for (const { profile_no, holds } of shop.rows<{ profile_no: number; holds: number[] }>(compiled)) {
      for (const at of holds) found.get(some[at]?.query ?? '')?.push(`p_${profile_no}`);
    }
  }
  for (const { query, condition } of asked) expected.set(query, [...reference.members(condition)].sort());
  for (const [query, members] of found) expect(members.sort(), query).toEqual(expected.get(query));
});
