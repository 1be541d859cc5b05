import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue/catalogue.js';
import type { ReferenceContext } from '../reference/context.js';
import { aContext, anEvent, anOrder, aProfile, aRefund } from '../reference/records.fixture.js';
import { DEFAULT_RFM } from '../rfm/configuration.js';
import { parseQuery } from '../text/parse-query.js';
import { explainMembership } from './explain-membership.js';
import { NAMED_EVIDENCE } from './named-evidence.js';
import { ATTRIBUTES_OF_RECORDS } from './records-of-attribute.js';

const line = (id: string, product: string, quantity: string) => ({ id, product, quantity, listPrice: '1' });
const TILL = { id: 't', kind: 'till' } as const;
const profile = aProfile({
  orders: [
    anOrder({ externalId: 'A', placedAt: '2024-03-01T12:00:00Z', total: '30', lines: [line('1', 'MUG', '2')] }),
    anOrder({
      externalId: 'B',
      placedAt: '2024-05-01T12:00:00Z',
      total: '90',
      channel: TILL,
      gift: { message: true },
      refunds: [{ id: 'r', at: '2024-05-02T12:00:00Z', amount: '5' }],
    }),
    anOrder({ externalId: 'C', placedAt: '2024-06-01T12:00:00Z', total: '60' }),
    anOrder({ externalId: 'T', placedAt: '2024-06-02T12:00:00Z', total: '500', test: true }),
  ],
  refunds: [aRefund({ externalId: 'R' })],
  events: ['1', '2'].map((day) =>
    anEvent({
      externalId: `E${day}`,
      name: 'checkout_abandoned',
      at: `2024-06-0${day}T12:00:00Z`,
      properties: { value: 5 },
    }),
  ),
});

function explained(query: string, of = profile, context: ReferenceContext = aContext()) {
  const reading = parseQuery(query);
  if (reading.outcome === 'invalid') throw new Error(`${query}: ${reading.errors[0]?.message}`);
  const [condition] = explainMembership(reading.condition, of, context).conditions;
  if (condition === undefined) throw new Error('nothing was explained');
  return condition;
}

describe('the evidence of', () => {
  it.each([
    // What is counted: all of it.
    ['number_of_orders >= 1', true, 'C B A'],
    ['amount_spent > 500', false, 'C B A'],
    ['gift_orders = 1', true, 'B'],
    ['units_purchased > 1', true, 'A'],
    ['amount_refunded > 0', true, 'B R'],
    ['net_amount_spent > 0', true, 'C B A R'],
    ["usual_channel = 'online_store'", true, 'C B A'],
    ["channels CONTAINS 'till'", true, 'B'],
    ["channels CONTAINS 'app'", false, 'C B A'],
    // One record, and as many more as it takes for it to be the other way round.
    ['last_order_date > -30d', true, 'C'],
    ['last_order_date > -60d', true, 'C B'],
    ['last_order_date < -30d', false, 'C'],
    ['last_order_date < -5d', true, 'C B A'],
    ['days_since_last_order <= 9', true, 'C'],
    ['first_order_date < 2024-05-01', true, 'A'],
    ['first_order_date IS NOT NULL', true, 'A B C'],
    ['first_order_date > 2024-06-01', false, 'A'],
    ["first_channel = 'online_store'", true, 'A'],
    ['largest_order_amount > 60', true, 'B'],
    ['largest_order_amount >= 60', true, 'B C'],
    ['largest_order_amount < 80', false, 'B'],
    ['abandoned_checkout_date = 2024-06-02', true, 'E2'],
    ["anniversary('last_order_date') BETWEEN 2024-06-01 AND 2024-06-30", true, 'C'],
    // What is calculated: of all its parts.
    ['amount_refunded / amount_spent > 0.01', true, 'B R C A'],
    ['last_order_date >= first_order_date + 2m', true, 'C A'],
    ['amount_spent > 2 * sum_amount OF orders_placed (date >= -15d)', true, 'C B A'],
    // Without B, it is C that is above the average.
    ['orders_placed MATCHES (amount > average_order_value)', true, 'B C A'],
    ['orders_placed MATCHES (amount > 60)', true, 'B'],
    ['orders_placed NOT MATCHES (amount >= 60)', false, 'C B'],
    // A share is of all rows of its time.
    ["share_of.value OF events.checkout_abandoned (channel = 'app') IS NOT NULL", true, 'E2 E1'],
    // What only customer records say.
    ["customer_tags CONTAINS 'vip'", false, ''],
  ])('%s (%s) is %s', (query, holds, ids) => {
    const found = explained(query);
    expect([found.holds, found.evidence.map(({ externalId }) => externalId).join(' ')]).toEqual([holds, ids]);
  });

  it('a score is that of the trait behind it, of a group all orders', () => {
    const cutoffs = new Map([
      ['rfm/last_order_date', ['2024-04-01', '2024-04-02', '2024-05-10', '2024-05-11']],
      ['rfm/number_of_orders', ['0', '0', '0', '0']],
      ['rfm/amount_spent', ['0', '0', '0', '0']],
    ]);
    const ids = (query: string) =>
      explained(query, profile, aContext({ cutoffs })).evidence.map(({ externalId }) => externalId);
    expect(ids('rfm_recency = 5')).toEqual(['C']);
    expect(ids("rfm_group = 'CHAMPIONS'")).toEqual(['C', 'B', 'A']);
    // An order without a line of a product makes a score, too.
    const rfm = { ...DEFAULT_RFM, traits: { ...DEFAULT_RFM.traits, frequency: 'units_purchased' } };
    const bare = aProfile({ orders: [anOrder({ externalId: 'D', lines: [] })] });
    const units = new Map([['rfm/units_purchased', ['0', '0', '0', '0']]]);
    expect(explained('rfm_frequency = 1', bare, aContext({ cutoffs: units, rfm })).evidence).toHaveLength(1);
  });

  it('a percentile is whoever takes part has, but of a custom attribute', () => {
    const cutoffs = new Map([
      ['bottom/gift_orders/10', ['0']],
      ['top/attributes.points/10', ['5']],
    ]);
    const customTypes = new Map([['attributes.points', 'number' as const]]);
    const ids = (query: string) =>
      explained(query, profile, aContext({ cutoffs, customTypes })).evidence.map(({ externalId }) => externalId);
    expect(ids('gift_orders IN BOTTOM 10%')).toEqual(['B', 'C', 'A']);
    expect(ids('attributes.points IN TOP 10%')).toEqual([]);
  });

  it('much is named in part and counted in full, the newest first', () => {
    const orders = Array.from({ length: 240 }, (_, index) =>
      anOrder({ externalId: `${index}`, placedAt: new Date(Date.UTC(2024, 0, 1, index)).toISOString() }),
    );
    const found = explained('number_of_orders >= 1', aProfile({ orders }));
    expect(found.evidenceCounts).toEqual({ order: 240, refund: 0, event: 0 });
    expect(found.evidence).toHaveLength(NAMED_EVIDENCE);
    expect(found.evidence[0]).toEqual({ kind: 'order', connection: 'shop', externalId: '239' });
  });
});

it('is known of every attribute that is about orders, refunds or events', () => {
  const about = [...CATALOGUE.attributes.values()].filter(
    ({ aboutOrders, scores, columns }) =>
      aboutOrders || scores || columns.some(({ from }) => from === 'orders' || from === 'refunds' || from === 'events'),
  );
  expect([...ATTRIBUTES_OF_RECORDS].sort()).toEqual(about.map(({ name }) => name).sort());
});
