import { decimal, instant } from '@clientele/model';
import { describe, expect, it, test } from 'vitest';
import type { ReferenceContext } from '../reference/context.js';
import { aContext, aCustomer, anEvent, anOrder, aProfile } from '../reference/records.fixture.js';
import { evaluateProfile } from '../reference/reference.js';
import { parseQuery } from '../text/parse-query.js';
import type { Condition } from '../tree/condition.js';
import { explainMembership } from './explain-membership.js';

const line = (id: string, product: string, quantity: string) => ({ id, product, quantity, listPrice: '1' });
const profile = aProfile({
  customers: [aCustomer({ tags: ['vip', 'new'], createdAt: '2024-01-01T12:00:00Z' })],
  orders: [
    anOrder({
      externalId: 'A1',
      placedAt: '2024-05-01T12:00:00Z',
      total: '30',
      lines: [line('1', 'MUG', '2'), line('2', 'CUP', '1')],
    }),
    anOrder({ externalId: 'A2', connection: 'till', placedAt: '2024-06-01T12:00:00Z', total: '57.6' }),
    anOrder({ externalId: 'A3', placedAt: '2024-06-02T12:00:00Z', total: '500', test: true }),
  ],
  events: [
    anEvent({ externalId: 'E1', at: '2024-05-02T12:00:00Z' }),
    anEvent({ externalId: 'E2', name: 'review_submitted', at: '2024-05-03T12:00:00Z', properties: { rating: 4 } }),
  ],
});

function parsed(query: string): Condition {
  const reading = parseQuery(query);
  if (reading.outcome === 'invalid') throw new Error(`${query}: ${reading.errors[0]?.message}`);
  return reading.condition;
}

/** The only condition of a query, explained on 10 June 2024. */
function explained(query: string, context: ReferenceContext = aContext()) {
  const [condition] = explainMembership(parsed(query), profile, context).conditions;
  if (condition === undefined) throw new Error('nothing was explained');
  return condition;
}

describe('an explanation', () => {
  it('lists the parts of an AND with what was found', () => {
    const explanation = explainMembership(
      parsed("amount_spent >= 100 AND customer_tags CONTAINS 'VIP' AND last_order_date >= -30d"),
      profile,
      aContext(),
    );
    expect(explanation).toMatchInlineSnapshot(`
      {
        "changesAt": null,
        "changesAtTime": null,
        "conditions": [
          {
            "changesAt": null,
            "changesAtTime": null,
            "conditions": [],
            "display": "£87.60",
            "evidence": [
              {
                "connection": "till",
                "externalId": "A2",
                "kind": "order",
              },
              {
                "connection": "shop",
                "externalId": "A1",
                "kind": "order",
              },
            ],
            "evidenceCounts": {
              "event": 0,
              "order": 2,
              "refund": 0,
            },
            "holds": false,
            "missing": "£12.40 more",
            "staysForDays": 400,
            "text": "amount_spent >= 100",
            "value": "87.6",
            "words": "Amount spent is at least £100.00",
          },
          {
            "changesAt": null,
            "changesAtTime": null,
            "conditions": [],
            "display": "new, vip",
            "evidence": [],
            "evidenceCounts": {
              "event": 0,
              "order": 0,
              "refund": 0,
            },
            "holds": true,
            "missing": null,
            "staysForDays": 400,
            "text": "customer_tags CONTAINS 'VIP'",
            "value": "new, vip",
            "words": "Customer tags include “VIP”",
          },
          {
            "changesAt": "2024-07-02",
            "changesAtTime": "2024-07-01T23:00:00.000Z",
            "conditions": [],
            "display": "1 Jun 2024",
            "evidence": [
              {
                "connection": "till",
                "externalId": "A2",
                "kind": "order",
              },
            ],
            "evidenceCounts": {
              "event": 0,
              "order": 1,
              "refund": 0,
            },
            "holds": true,
            "missing": null,
            "staysForDays": null,
            "text": "last_order_date >= -30d",
            "value": "2024-06-01",
            "words": "Last order date is on or after 30 days ago",
          },
        ],
        "member": false,
        "staysForDays": 400,
      }
    `);
  });

  it('says member as the reference evaluator does, also below NOT and OR', () => {
    for (const query of ['NOT amount_spent > 100', 'amount_spent > 100 OR number_of_orders = 2', 'gift_orders > 0']) {
      const condition = parsed(query);
      const explanation = explainMembership(condition, profile, aContext());
      expect(explanation.member).toBe(evaluateProfile(condition, profile, aContext()));
      expect(explanation.conditions[0]?.holds).toBe(explanation.member);
    }
  });

  it('goes into NOT, OR and segments', () => {
    const segments = new Map([['big', parsed('amount_spent > 80')]]);
    const not = explained("NOT (in_segment('big') OR number_of_orders > 9)", aContext({ segments }));
    expect(not.holds).toBe(false);
    const [either] = not.conditions;
    expect(either?.conditions.map(({ text, holds }) => `${text}: ${holds}`)).toEqual([
      "in_segment('big'): true",
      'number_of_orders > 9: false',
    ]);
    expect(either?.conditions[0]?.conditions.map(({ text, value }) => `${text}: ${value}`)).toEqual([
      'amount_spent > 80: 87.6',
    ]);
  });
});

describe('evidence', () => {
  it('is the orders that a MATCHES counted, each once', () => {
    const match = explained('products_purchased MATCHES (quantity >= 1, count >= 2)');
    expect(match).toMatchObject({ holds: true, value: '2 lines', missing: null });
    expect(match.evidence).toEqual([{ kind: 'order', connection: 'shop', externalId: 'A1' }]);
    expect(explained('orders_placed NOT MATCHES (date >= 2024-06-01)').evidence).toEqual([
      { kind: 'order', connection: 'till', externalId: 'A2' },
    ]);
  });
});

describe('what is missing', () => {
  it.each([
    ['amount_spent >= 100', '£12.40 more'],
    ['amount_spent > 100', '£12.41 more'],
    ['amount_spent >= 87.600001', '£0.01 more'],
    ['amount_spent < 87.6', '£0.01 too much'],
    ['amount_spent <= 80', '£7.60 too much'],
    ['number_of_orders >= 3', '1 more order'],
    ['number_of_orders > 3', '2 more orders'],
    ['number_of_orders = 1', '1 order too many'],
    ['number_of_orders BETWEEN 4 AND 9', '2 more orders'],
    ['number_of_orders BETWEEN 5 AND 2', 'nothing is from 5 to 2'],
    ['number_of_orders IN (5, 3, 9)', '1 more order'],
    ['last_order_date IN (2024-05-01, 2024-06-04)', '3 days too early'],
    ['gift_orders IN (0.5, amount_refunded / 0)', '1 more gift order'],
    ['discounted_order_share >= 0.25', '0.25 more'],
    ['last_order_date >= -7d', '2 days too early'],
    ['last_order_date > -7d', '3 days too early'],
    ['last_order_date < 2024-06-01', '1 day too late'],
    ['last_order_date <= 2024-06-01T12:59:59', '1 minute too late'],
    ['last_order_date >= 2024-06-01T18:30:00', '6 hours too early'],
    ['last_order_date > -6h', '9 days too early'],
    ['last_order_date > 2024-06-01T13:00:00', '1 minute too early'],
    ["customer_tags CONTAINS 'gold'", "'gold' is not among them"],
    ['customer_language IS NOT NULL', 'no customer_language'],
    ["customer_language = 'en'", 'no customer_language'],
    ["first_channel = 'till'", null],
    ['number_of_orders != 2', '1 more order'],
    ["usual_channel NOT IN ('online_store', 'till')", null],
    ['orders_placed MATCHES (date >= -90d, count >= 3)', '1 more order'],
    ['orders_placed MATCHES (date >= 2024-06-01, sum_amount >= 100, count >= 2)', '£42.40 more, 1 more order'],
    ['orders_placed MATCHES (amount > 1000)', '1 more order'],
    ["products_purchased MATCHES (id = 'MUG', sum_quantity >= 5)", '3 more units'],
    ["products_purchased MATCHES (id = 'MUG', count >= 3)", '2 more lines'],
    ['orders_placed NOT MATCHES (count >= 1)', '2 orders too many'],
    ['orders_placed NOT MATCHES ()', '2 orders too many'],
    ['NOT orders_placed MATCHES (count >= 1, sum_amount > 80)', '2 orders too many or £7.60 too much'],
    ['NOT number_of_orders >= 1', '2 orders too many'],
    ['NOT NOT number_of_orders >= 3', '1 more order'],
    ['NOT number_of_orders = 2', '1 more order'],
    ['NOT number_of_orders BETWEEN 1 AND 9', '2 orders too many'],
    ['NOT (number_of_orders >= 1 AND amount_spent > 80)', '2 orders too many or £7.60 too much'],
    ['NOT (number_of_orders >= 1 OR amount_spent > 80)', '2 orders too many, £7.60 too much'],
    ["NOT customer_tags CONTAINS 'VIP'", "'VIP' is among them"],
    ['NOT last_order_date < -5d', '4 days too early'],
    ["NOT usual_channel IN ('online_store')", null],
    ["NOT in_segment('buyers')", '2 orders too many'],
    ["in_segment('gone')", 'there is no such segment'],
  ])('of %s is %s', (query, missing) => {
    const segments = new Map([['buyers', parsed('number_of_orders > 0')]]);
    expect(explained(query, aContext({ segments }))).toMatchObject({ holds: false, missing });
  });

  it('is nothing where the condition holds', () => {
    for (const query of ['number_of_orders = 2', 'customer_language IS NULL', 'orders_placed MATCHES ()']) {
      expect(explained(query)).toMatchObject({ holds: true, missing: null });
    }
  });

  it('is told against the frozen cut-off of a percentile', () => {
    const cutoffs = new Map([['top/amount_spent/10', ['100']]]);
    expect(explained('amount_spent IN TOP 10%', aContext({ cutoffs })).missing).toBe('£12.40 more');
    const low = new Map([['top/amount_spent/10', ['80']]]);
    expect(explained('NOT amount_spent IN TOP 10%', aContext({ cutoffs: low })).missing).toBe('£7.61 too much');
    expect(() => explained('amount_spent IN TOP 10%')).toThrow("no cut-off 'top/amount_spent/10'");
    const nobody = explainMembership(parsed('amount_spent IN BOTTOM 10%'), aProfile(), {
      ...aContext(),
      cutoffs: new Map([['bottom/amount_spent/10', ['100']]]),
    });
    expect(nobody.conditions[0]).toMatchObject({ holds: false, value: '0', missing: 'a first order' });
  });

  it('is told of a custom attribute without asking for an order', () => {
    const customTypes = new Map([['attributes.points', 'number'] as const]);
    const person = aProfile({ customers: [aCustomer({ attributes: { points: 60 } })] });
    const cutoffs = new Map([['top/attributes.points/10', ['100']]]);
    const asked = explainMembership(parsed('attributes.points IN TOP 10%'), person, aContext({ cutoffs, customTypes }));
    expect(asked.conditions[0]).toMatchObject({ holds: false, value: '60', missing: '40 more' });
  });
});

describe('the value', () => {
  it.each([
    ['average_order_value > 1', '43.8'],
    ['last_order_date > -7d', '2024-06-01'],
    ['last_order_date > 2024-06-01T10:00:00', '2024-06-01T13:00:00'],
    ["customer_tags CONTAINS 'gold'", 'new, vip'],
    ['customer_language IS NULL', null],
    ['orders_placed MATCHES (count >= 1, sum_amount > 0)', '2 orders, £87.60'],
    ["rfm_group = 'PROSPECTS'", 'CHAMPIONS'],
    ['number_of_orders > 0 OR gift_orders > 0', null],
  ])('of %s is %s', (query, value) => {
    const cutoffs = new Map([
      ['rfm/last_order_date', ['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04']],
      ['rfm/number_of_orders', ['0', '0', '0', '0']],
      ['rfm/amount_spent', ['0', '0', '0', '0']],
    ]);
    expect(explained(query, aContext({ cutoffs })).value).toBe(value);
  });

  it('is shown to six places', () => {
    const thirds = aProfile({ orders: [1, 1, 3].map((total) => anOrder({ total: decimal(`${total}`) })) });
    const [average] = explainMembership(parsed('average_order_value > 1'), thirds, aContext()).conditions;
    expect(average?.value).toBe('1.666667');
  });
});

describe('the turning day', () => {
  it('is that of each condition and of the whole', () => {
    const query = 'last_order_date >= -30d AND amount_spent > 5';
    const explanation = explainMembership(parsed(query), profile, aContext({ now: instant('2024-06-10T11:00:00Z') }));
    expect(explanation.member).toBe(true);
    expect(explanation.changesAt).toBe('2024-07-02');
    expect(explanation.conditions.map((condition) => condition.changesAt)).toEqual(['2024-07-02', null]);
  });
});

describe('an explanation of birth and places', () => {
  const somebody = aProfile({
    customers: [
      aCustomer({
        birthDate: '1990-07-01',
        addresses: [
          { coordinates: { latitude: '51.5074', longitude: '-0.1278' } },
          { coordinates: { latitude: '48.8566', longitude: '2.3522' } },
        ],
      }),
    ],
  });
  const told = (query: string, of = somebody) => explainMembership(parsed(query), of, aContext()).conditions[0];

  it('shows the day of the year, and when the condition begins to hold', () => {
    expect(told("anniversary('birth_date') BETWEEN today AND +7d")).toMatchObject({
      holds: false,
      value: '1990-07-01',
      display: '1 July',
      changesAt: '2024-06-24',
      missing: '21 days away',
    });
    expect(told("anniversary('birth_date') = 2024-12-01")).toMatchObject({ missing: '153 days too early' });
    expect(told("anniversary('birth_date') BETWEEN 2024-01-01 AND 2024-02-01")).toMatchObject({
      missing: '151 days too late',
    });
    expect(told("anniversary('birth_date') > 2024-07-01")).toMatchObject({ missing: '1 day too early' });
    expect(told("anniversary('birth_date') = today", aProfile())).toMatchObject({ missing: 'no birth_date' });
  });

  it('shows how far the nearest address is, and how much too far', () => {
    const greenwich = (limit: string) =>
      `customer_within_distance MATCHES (coordinates = (51.4779, -0.0015), ${limit})`;
    expect(told(greenwich('distance_km <= 9'))).toMatchObject({
      holds: false,
      value: '9.339 km',
      missing: '0.339 km too far',
    });
    expect(told(greenwich('distance_mi <= 6'))).toMatchObject({ holds: true, missing: null, changesAt: null });
    expect(told(`NOT ${greenwich('distance_km <= 10')}`)).toMatchObject({ missing: '0.661 km too near' });
    expect(told(greenwich('distance_km <= 9'), aProfile())).toMatchObject({
      value: null,
      missing: 'no address with coordinates',
    });
  });
});

test('an explanation tells who decided by hand, when and why', () => {
  const decided = {
    at: instant('2024-05-01T23:30:00Z'),
    by: 'command line',
    reason: 'asked for it at the till',
  };
  const lists = new Map([['vip', new Map([['a', [{ as: 'added' as const, ...decided }]]])]]);
  const told = (query: string, id: string) =>
    explainMembership(parsed(query), aProfile({ id }), aContext({ lists })).conditions[0];
  expect(told("added_to('vip')", 'a')).toMatchObject({
    holds: true,
    value: 'added on 2024-05-02 by command line: asked for it at the till',
    changesAt: null,
  });
  expect(told("added_to('vip')", 'b')).toMatchObject({ holds: false, value: null });
  expect(told("excluded_from('vip')", 'a')).toMatchObject({ holds: false, value: null });
});

describe('events and sequences', () => {
  const BOUGHT = 'orders_placed THEN events.review_submitted (property.rating >= 4) WITHIN 2d';

  it.each([
    ['events.product_viewed MATCHES (count >= 3)', '1 event', ['E1'], '2 more events'],
    ['events.review_submitted MATCHES (average.rating > 4.5)', '4', ['E2'], 'over 0.5 more'],
    ['events.review_submitted MATCHES (average.rating > 4)', '4', ['E2'], 'a little more'],
    [`SEQUENCE (${BOUGHT} THEN orders_placed)`, '3 of 3 steps', ['A1', 'E2', 'A2'], null],
    [
      `SEQUENCE (${BOUGHT} THEN events.app_opened WITHIN 1w)`,
      '2 of 3 steps',
      ['A1', 'E2'],
      'then app opened within 1 week',
    ],
    [`SEQUENCE (${BOUGHT} THEN NOT orders_placed)`, '2 of 2 steps', ['A1', 'E2'], 'then no orders placed'],
    [
      'SEQUENCE (orders_placed (amount > 50) THEN NOT orders_placed WITHIN 30d)',
      '1 of 1 step, waiting',
      ['A2'],
      'then no orders placed until 2024-07-02',
    ],
    [
      'SEQUENCE (orders_placed (amount > 50) THEN NOT orders_placed WITHIN 999h)',
      '1 of 1 step, waiting',
      ['A2'],
      'then no orders placed until 2024-07-13T04:00:00',
    ],
    [
      'SEQUENCE (orders_placed THEN NOT events.review_submitted WITHIN 1w THEN orders_placed)',
      '1 of 2 steps',
      ['A1'],
      'then no review submitted within 1 week, then orders placed',
    ],
    ['SEQUENCE (events.app_opened THEN orders_placed)', '0 of 2 steps', [], 'app opened'],
  ])('%s has %s', (query, value, evidence, missing) => {
    const found = explained(query);
    expect([found.value, found.evidence.map(({ externalId }) => externalId), found.missing]).toEqual([
      value,
      evidence,
      missing,
    ]);
  });
});

describe('an explanation of what is measured and calculated', () => {
  it.each([
    ['sum_amount OF orders_placed (date >= -15d) >= 60', '£57.60', '£2.40 more', ['A2']],
    ["usual_channel OF orders_placed = 'till'", 'online_store', null, ['A2', 'A1']],
    ['max_amount OF orders_placed (date >= -1d) > 5', 'none', 'no max_amount', []],
    ['sum_amount OF orders_placed (date >= -30d) UP BY 100%', '£57.60 after £30.00', '£2.40 more', ['A2', 'A1']],
    ['count OF orders_placed (date >= -30d) DOWN BY 50%', '1 order after 1 order', '1 order too many', ['A2', 'A1']],
    ['amount_spent / number_of_orders >= 50', '43.8', '£6.20 more', ['A2', 'A1']],
    ['amount_spent / number_of_orders > 43.8', '43.8', '£0.01 more', ['A2', 'A1']],
    ['amount_spent / amount_spent > 20', '1', 'over 19 more', ['A2', 'A1']],
    ['2 * amount_spent - 5 > 200', '170.2', '£29.81 more', ['A2', 'A1']],
    ['number_of_orders - gift_orders > 3', '2', '2 more', ['A2', 'A1']],
    ['last_order_date - first_order_date > 40', '31', '10 more days', ['A2', 'A1']],
    ['amount_spent > 2 * sum_amount OF orders_placed (date >= -15d)', '87.6', '£27.61 more', ['A2', 'A1']],
    ['last_order_date >= first_order_date + 2m', '2024-06-01', '30 days too early', ['A2', 'A1']],
    ['amount_spent > amount_refunded / 0', '87.6', 'no amount_refunded / 0', ['A2', 'A1']],
    ["in_sample(0.000001%, 'x')", null, null, []],
  ])('%s', (query, value, missing, evidence) => {
    const found = explained(query);
    expect(found).toMatchObject({ holds: false, value, missing });
    expect(found.evidence.map(({ externalId }) => externalId)).toEqual(evidence);
  });
});
