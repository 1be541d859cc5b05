import { timeZone } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { importDefinition } from '../import-definition.js';
import { readImportNames } from '../import-names.js';

const names = (() => {
  const read = readImportNames({
    events: {
      WxYz12: 'Placed Order',
      RcVd34: 'Opened Email',
      AbCd56: 'Viewed Product',
      StUv78: 'Checkout Started',
      QrSt90: "events.'Booked a table'",
    },
    lists: { Y6nRLr: 'newsletter', Tt11Pp: 'vip' },
    attributes: { "properties['Loyalty Tier']": 'metafields.custom.tier' },
    properties: { Collections: 'category' },
    places: { 'US 02139': '42.3647, -71.1042' },
  });
  if (read.outcome === 'invalid') throw new Error(JSON.stringify(read.errors));
  return read.names;
})();

const ZONE = timeZone('America/New_York');
const read = (json: unknown) => {
  const imported = importDefinition('klaviyo', json, { timeZone: ZONE, names });
  if (imported.outcome === 'invalid') throw new Error(JSON.stringify(imported.errors));
  return imported;
};
/** The groups of a segment, each with its conditions. */
const segment = (...groups: unknown[][]) => ({
  data: {
    type: 'segment',
    id: 'UGDRb2',
    attributes: {
      name: 'Imported',
      definition: { condition_groups: groups.map((conditions) => ({ conditions })) },
    },
  },
});
const ofOne = (condition: unknown) => read(segment([condition]));
const queryOf = (condition: unknown) => ofOne(condition).query;
const whyNot = (condition: unknown) => {
  const { query, complete, report } = ofOne(condition);
  expect({ query, complete }).toEqual({ query: null, complete: false });
  return `${report[0]?.path.replace('data.attributes.definition.condition_groups[0].conditions[0]', '…')} ${report[0]?.notes.join(' ')}`;
};

const number = (operator: string, value: number) => ({ type: 'numeric', operator, value });
const metric = (fields: object) => ({
  type: 'profile-metric',
  metric_id: 'WxYz12',
  measurement: 'count',
  measurement_filter: number('greater-than-or-equal', 1),
  timeframe_filter: { type: 'date', operator: 'alltime' },
  metric_filters: null,
  ...fields,
});
const property = (name: string, filter: object) => ({ type: 'profile-property', property: name, filter });
const consent = (fields: object) => ({ type: 'profile-marketing-consent', consent: fields });
const lastDays = (quantity: number) => ({ type: 'date', operator: 'in-the-last', unit: 'day', quantity });

describe('a Klaviyo segment', () => {
  it('is carried over with its name: groups must all hold, in a group one condition', () => {
    const imported = read(
      segment(
        [
          metric({ measurement_filter: number('greater-than', 2) }),
          metric({ measurement: 'sum', measurement_filter: number('greater-than', 250.5) }),
        ],
        [
          consent({
            channel: 'email',
            can_receive_marketing: true,
            consent_status: { subscription: 'subscribed', filters: null },
          }),
        ],
        [metric({ metric_id: 'RcVd34', timeframe_filter: lastDays(90) })],
      ),
    );
    expect(imported).toMatchObject({ name: 'Imported', complete: true });
    expect(imported.query).toBe(
      "(orders_placed MATCHES (count > 2) OR orders_placed MATCHES (sum_amount > 250.5)) AND email_subscription_status = 'SUBSCRIBED' AND events.message_opened MATCHES (channel = 'email', date >= -90d)",
    );
    expect(imported.report.map(({ path, carried }) => `${path} ${carried}`)).toEqual([
      'data.attributes.definition.condition_groups[0].conditions[0] exactly',
      'data.attributes.definition.condition_groups[0].conditions[1] exactly',
      'data.attributes.definition.condition_groups[1].conditions[0] approximately',
      'data.attributes.definition.condition_groups[2].conditions[0] approximately',
    ]);
    expect(imported.report[3]?.notes).toEqual([
      "Klaviyo counts periods of 24 hours back from the moment, here whole days of the shop's time zone count: up to a day more or less.",
    ]);
  });

  it.each([
    [
      metric({ measurement_filter: number('equals', 0), timeframe_filter: lastDays(30) }),
      'orders_placed NOT MATCHES (date >= -30d)',
    ],
    [metric({ measurement_filter: number('less-than', 3) }), 'orders_placed MATCHES (count < 3)'],
    [metric({ metric_id: 'Placed Order' }), 'orders_placed MATCHES ()'],
    [
      metric({ metric_id: 'QrSt90', measurement: 'sum', measurement_filter: number('greater-than', 5) }),
      "events.'Booked a table' MATCHES (sum.value > 5)",
    ],
    [
      metric({
        metric_id: 'AbCd56',
        metric_filters: [
          { property: 'ProductID', filter: { type: 'string', operator: 'in', value: ['5', '6'] } },
          { property: 'Collections', filter: { type: 'list', operator: 'contains-any', value: ['Boots'] } },
          { property: 'Price', filter: number('greater-than', 20) },
        ],
      }),
      "events.product_viewed MATCHES (id IN ('5', '6'), category = 'Boots', property.Price > 20)",
    ],
    // Midnight in New York is a day, another time a moment; the end of a span is not part of it.
    [
      metric({ timeframe_filter: { type: 'date', operator: 'after', date: '2024-05-01T04:00:00+00:00' } }),
      'orders_placed MATCHES (date >= 2024-05-01)',
    ],
    [
      metric({ timeframe_filter: { type: 'date', operator: 'before', date: '2024-05-01T00:00:00+00:00' } }),
      'orders_placed MATCHES (date < 2024-04-30T20:00:00)',
    ],
    [
      metric({
        timeframe_filter: {
          type: 'date',
          operator: 'between-static',
          start: '2024-05-01T04:00:00+00:00',
          end: '2024-06-01T04:00:00+00:00',
        },
      }),
      'orders_placed MATCHES (date BETWEEN 2024-05-01 AND 2024-05-31)',
    ],
    [
      metric({ timeframe_filter: { type: 'date', operator: 'between', start: 10, end: 20, unit: 'day' } }),
      'orders_placed MATCHES (date BETWEEN -20d AND -10d)',
    ],
    [
      metric({ timeframe_filter: { type: 'date', operator: 'in-the-last', unit: 'hour', quantity: 6 } }),
      'orders_placed MATCHES (date >= -6h)',
    ],
    [
      property("properties['Loyalty Tier']", { type: 'string', operator: 'not-equals', value: 'gold' }),
      "metafields.custom.tier != 'gold'",
    ],
    [
      property("properties['Shoe size']", { type: 'numeric', operator: 'greater-than-or-equal', value: 44 }),
      "attributes.'Shoe size' >= 44",
    ],
    [
      property('properties["interests"]', { type: 'list', operator: 'contains', value: 'hiking' }),
      "attributes.interests CONTAINS 'hiking'",
    ],
    // NOT CONTAINS holds of whoever has no value here, and not there.
    [
      property('Note', { type: 'string', operator: 'not-contains', value: 'late' }),
      "attributes.Note NOT CONTAINS 'late' AND attributes.Note IS NOT NULL",
    ],
    [property('VIP', { type: 'boolean', operator: 'equals', value: false }), 'attributes.VIP = false'],
    [property('VIP', { type: 'existence', operator: 'not-set' }), 'attributes.VIP IS NULL'],
    [
      property('Birthday', { type: 'date', operator: 'anniversary-next', unit: 'day', quantity: 30 }),
      "anniversary('attributes.Birthday') BETWEEN today AND +30d",
    ],
    [property('Renewal', lastDays(7)), 'attributes.Renewal BETWEEN -7d AND today'],
    [
      property('created', { type: 'date', operator: 'at-least', unit: 'week', quantity: 2 }),
      'customer_added_date <= -2w',
    ],
    [
      property("location['country']", { type: 'string', operator: 'in', value: ['United States', 'Canada'] }),
      "customer_countries CONTAINS 'US' OR customer_countries CONTAINS 'CA'",
    ],
    [
      property('email', { type: 'string', operator: 'ends-with', value: '@Gmail.com' }),
      "customer_email_domain = 'gmail.com'",
    ],
    [
      { type: 'profile-group-membership', is_member: true, group_ids: ['Y6nRLr', 'Tt11Pp'], timeframe_filter: null },
      "in_segment('newsletter') OR in_segment('vip')",
    ],
    [{ type: 'profile-group-membership', is_member: false, group_ids: ['Y6nRLr'] }, "NOT in_segment('newsletter')"],
    [{ type: 'profile-region', region: 'united_states', in_region: false }, "NOT customer_countries CONTAINS 'US'"],
    [
      {
        type: 'profile-postal-code-distance',
        country_code: 'US',
        postal_code: '02139',
        unit: 'miles',
        filter: number('less-than', 25),
      },
      'customer_within_distance MATCHES (coordinates = (42.3647, -71.1042), distance_mi <= 25)',
    ],
    [
      { type: 'profile-predictive-analytics', dimension: 'historic_clv', filter: number('greater-than', 500) },
      'amount_spent > 500',
    ],
    [
      consent({ channel: 'sms', can_receive_marketing: false, consent_status: { subscription: 'never_subscribed' } }),
      "sms_subscription_status = 'NOT_SUBSCRIBED' OR sms_subscription_status IS NULL",
    ],
    [
      consent({ channel: 'email', can_receive_marketing: true, consent_status: { subscription: 'any' } }),
      "NOT email_subscription_status IN ('UNSUBSCRIBED', 'INVALID', 'REDACTED')",
    ],
    [
      {
        type: 'profile-metric-funnel',
        timeframe_filter: lastDays(30),
        completion_window_seconds: 'DAYS_3',
        steps: [
          { metric_id: 'StUv78', metric_exists: true },
          { metric_id: 'WxYz12', metric_exists: false },
        ],
      },
      'SEQUENCE (events.checkout_started (date >= -30d) THEN NOT orders_placed WITHIN 3d)',
    ],
  ])('%j', (condition, query) => {
    expect(queryOf(condition)).toBe(query);
  });

  it.each([
    [
      metric({ metric_id: 'NoName' }),
      '….metric_id The event NoName is not known: say under "events" of the names what it is here.',
    ],
    [
      metric({
        metric_filters: [{ property: 'Source Name', filter: { type: 'string', operator: 'equals', value: 'web' } }],
      }),
      '….metric_filters[0].property orders_placed has no parameter for Source Name: name one under "properties" of the names.',
    ],
    [
      property('first_name', { type: 'string', operator: 'equals', value: 'Ada' }),
      '….property There is no attribute for first_name: say under "attributes" of the names which custom attribute it is.',
    ],
    [
      property('Note', { type: 'string', operator: 'starts-with', value: 'a' }),
      '….filter Text cannot be asked how it begins or ends, or for a pattern (starts-with).',
    ],
    [
      property("location['country']", { type: 'string', operator: 'equals', value: 'Narnia' }),
      "….filter 'Narnia' is no country.",
    ],
    [
      { type: 'profile-predictive-analytics', dimension: 'predicted_clv', filter: number('greater-than', 5) },
      "….dimension Klaviyo's prediction predicted_clv is not known here.",
    ],
    [
      { type: 'profile-group-membership', is_member: true, group_ids: ['Y6nRLr', 'Zz'] },
      '….group_ids[1] The list Zz is not known: say under "lists" of the names which segment it is here, by handle.',
    ],
    [
      { type: 'profile-group-membership', is_member: true, group_ids: ['Y6nRLr'], timeframe_filter: lastDays(3) },
      '….timeframe_filter Since when someone is a member cannot be asked.',
    ],
    [
      { type: 'profile-has-custom-object', object_type_id: '1' },
      '… Conditions of the kind profile-has-custom-object cannot be said here.',
    ],
    [
      consent({ channel: 'push', can_receive_marketing: true, consent_status: { subscription: 'any' } }),
      '….consent.channel Whether someone may be written to by push is not kept.',
    ],
  ])('leaves out with the reason: %j', (condition, why) => {
    expect(whyNot(condition)).toBe(why);
  });

  it('leaves out a condition that the shop cannot ask, with what the check says', () => {
    const imported = importDefinition('klaviyo', segment([property('Size', number('equals', 4))], [metric({})]), {
      timeZone: ZONE,
      names,
      customAttributes: new Map([['attributes.Size', { type: 'text' }]]),
    });
    expect(imported).toMatchObject({ query: 'orders_placed MATCHES ()', complete: false });
    expect(JSON.stringify(imported)).toContain('attributes.Size');
  });

  it('says whether what it leaves out lets more people in or fewer', () => {
    const unknown = metric({ metric_id: 'NoName' });
    const known = metric({});
    const effects = (json: unknown) => read(json).report.map(({ effect }) => effect);
    expect(effects(segment([unknown, known]))).toEqual(['narrower', null]);
    expect(effects(segment([unknown], [known]))).toEqual(['wider', null]);
    expect(effects(segment([unknown], [unknown]))).toEqual([null, null]);
  });

  it.each([
    ['nothing', null, ''],
    ['several segments', { data: [segment([metric({})]).data] }, 'data'],
    ['no groups', { definition: { condition_groups: [] } }, 'definition.condition_groups'],
    ['a group without conditions', { condition_groups: [{ conditions: [] }] }, 'condition_groups[0].conditions'],
    ['a condition without a type', segment([{}]), 'data.attributes.definition.condition_groups[0].conditions[0].type'],
    [
      'a count that is no number',
      { condition_groups: [{ conditions: [metric({ measurement_filter: number('equals', Number.NaN) })] }] },
      'condition_groups[0].conditions[0].measurement_filter.value',
    ],
    [
      'a date that is none',
      { condition_groups: [{ conditions: [property('a', { type: 'date', operator: 'after', date: 'soon' })] }] },
      'condition_groups[0].conditions[0].filter.date',
    ],
  ])('refuses %s with its place in the JSON', (_, json, path) => {
    const imported = importDefinition('klaviyo', json, { timeZone: ZONE });
    expect(imported.outcome === 'invalid' && imported.errors.map((error) => error.path)).toEqual([path]);
  });
});
