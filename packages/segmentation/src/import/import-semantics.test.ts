import { instant } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import type { PlainProfile } from '../plain-profile.js';
import { aContext, aCustomer, anOrder, aProfile } from '../reference/records.fixture.js';
import { evaluateProfile } from '../reference/reference.js';
import { importDefinition } from './import-definition.js';
import type { ImportSource } from './imported.js';

// Asked at noon of 10 June 2024, in London.
const context = aContext({
  customTypes: new Map([
    ['attributes.tier', 'text'],
    ['attributes.renewal', 'date'],
    ['attributes.vip', 'boolean'],
  ]),
});
const customAttributes = new Map([
  ['attributes.tier', { type: 'text' as const }],
  ['attributes.renewal', { type: 'date' as const }],
  ['attributes.vip', { type: 'boolean' as const }],
]);

const orderedAt = (...times: string[]) => aProfile({ orders: times.map((placedAt) => anOrder({ placedAt })) });
const with_ = (attributes: Record<string, string | boolean>) => aProfile({ customers: [aCustomer({ attributes })] });
const nobody = aProfile();

const klaviyo = (condition: object) => ({ condition_groups: [{ conditions: [condition] }] });
const placed = (operator: string, value: number, timeframe: object) =>
  klaviyo({
    type: 'profile-metric',
    metric_id: 'Placed Order',
    measurement: 'count',
    measurement_filter: { type: 'numeric', operator, value },
    timeframe_filter: { type: 'date', ...timeframe },
  });
const property = (name: string, filter: object) => klaviyo({ type: 'profile-property', property: name, filter });
const hubspot = (operation: object, name = 'tier') => ({
  filterBranchType: 'AND',
  filterBranches: [],
  filters: [{ filterType: 'PROPERTY', property: name, operation }],
});

describe('what an imported definition means', () => {
  it.each<[string, ImportSource, object, readonly PlainProfile[], readonly PlainProfile[]]>([
    [
      'zero times in the last 30 days',
      'klaviyo',
      placed('equals', 0, { operator: 'in-the-last', quantity: 30, unit: 'day' }),
      [nobody, orderedAt('2024-05-10T12:00:00Z')],
      [orderedAt('2024-05-10T23:30:00Z'), orderedAt('2024-06-10T09:00:00Z')],
    ],
    [
      'fewer than two, none among them',
      'klaviyo',
      placed('less-than', 2, { operator: 'alltime' }),
      [nobody, orderedAt('2024-01-01T12:00:00Z')],
      [orderedAt('2024-01-01T12:00:00Z', '2024-01-02T12:00:00Z')],
    ],
    [
      'between two moments, the last one not among them',
      'klaviyo',
      placed('greater-than', 0, {
        operator: 'between-static',
        start: '2024-02-01T00:00:00+00:00',
        end: '2024-03-01T00:00:00+00:00',
      }),
      [orderedAt('2024-02-01T00:00:00Z'), orderedAt('2024-02-29T23:59:59Z')],
      [nobody, orderedAt('2024-01-31T23:59:59Z'), orderedAt('2024-03-01T00:00:00Z')],
    ],
    [
      'before a moment of summer time',
      'klaviyo',
      placed('greater-than', 0, { operator: 'before', date: '2024-05-01T00:00:00+00:00' }),
      [orderedAt('2024-04-30T23:59:59Z')],
      [orderedAt('2024-05-01T00:00:00Z')],
    ],
    [
      'at least seven days ago',
      'klaviyo',
      placed('greater-than', 0, { operator: 'at-least', quantity: 7, unit: 'day' }),
      [orderedAt('2024-06-03T08:00:00Z')],
      [nobody, orderedAt('2024-06-04T08:00:00Z')],
    ],
    [
      'between ten and twenty days ago, both whole',
      'klaviyo',
      placed('greater-than', 0, { operator: 'between', start: 10, end: 20, unit: 'day' }),
      [orderedAt('2024-05-21T08:00:00Z'), orderedAt('2024-05-31T20:00:00Z')],
      [orderedAt('2024-05-20T20:00:00Z'), orderedAt('2024-06-01T08:00:00Z')],
    ],
    [
      'not equal: only of whoever has a value',
      'klaviyo',
      property('tier', { type: 'string', operator: 'not-equals', value: 'gold' }),
      [with_({ tier: 'silver' })],
      [nobody, with_({ tier: 'gold' })],
    ],
    [
      'does not contain: only of whoever has a value',
      'klaviyo',
      property('tier', { type: 'string', operator: 'not-contains', value: 'ol' }),
      [with_({ tier: 'silver' })],
      [nobody, with_({ tier: 'gold' })],
    ],
    [
      'false: only of whoever has a value',
      'klaviyo',
      property('vip', { type: 'boolean', operator: 'equals', value: false }),
      [with_({ vip: false })],
      [nobody, with_({ vip: true })],
    ],
    [
      'a date of the future is not in the last week',
      'klaviyo',
      property('renewal', { type: 'date', operator: 'in-the-last', quantity: 1, unit: 'week' }),
      [with_({ renewal: '2024-06-03' }), with_({ renewal: '2024-06-10' })],
      [nobody, with_({ renewal: '2024-06-02' }), with_({ renewal: '2024-06-11' })],
    ],
    [
      'none of, without those who have no value',
      'hubspot',
      hubspot({ operationType: 'ENUMERATION', operator: 'IS_NONE_OF', values: ['gold', 'vip'] }),
      [with_({ tier: 'silver' })],
      [nobody, with_({ tier: 'gold' })],
    ],
    [
      'none of, with those who have no value',
      'hubspot',
      hubspot({
        operationType: 'ENUMERATION',
        operator: 'IS_NONE_OF',
        values: ['gold', 'vip'],
        includeObjectsWithNoValueSet: true,
      }),
      [nobody, with_({ tier: 'silver' })],
      [with_({ tier: 'gold' })],
    ],
    [
      'the last fifteen days up to now',
      'hubspot',
      hubspot(
        {
          operationType: 'TIME_RANGED',
          operator: 'IS_BETWEEN',
          lowerBoundTimePoint: {
            timeType: 'INDEXED',
            indexReference: { referenceType: 'TODAY' },
            offset: { days: -15 },
          },
          upperBoundTimePoint: { timeType: 'INDEXED', indexReference: { referenceType: 'NOW' } },
        },
        'renewal',
      ),
      [with_({ renewal: '2024-05-26' }), with_({ renewal: '2024-06-10' })],
      [nobody, with_({ renewal: '2024-05-25' }), with_({ renewal: '2024-06-11' })],
    ],
    [
      'not between: neither end, nobody without a value',
      'hubspot',
      hubspot(
        {
          operationType: 'TIME_RANGED',
          operator: 'IS_NOT_BETWEEN',
          lowerBoundTimePoint: { timeType: 'DATE', year: 2024, month: 2, day: 1 },
          upperBoundTimePoint: { timeType: 'DATE', year: 2024, month: 2, day: 29 },
        },
        'renewal',
      ),
      [with_({ renewal: '2024-01-31' }), with_({ renewal: '2024-03-01' })],
      [nobody, with_({ renewal: '2024-02-01' }), with_({ renewal: '2024-02-29' })],
    ],
    [
      'has not opted out, also without any record of it',
      'hubspot',
      hubspot({ operationType: 'BOOL', operator: 'IS_NOT_EQUAL_TO', value: true }, 'hs_email_optout'),
      [nobody],
      [],
    ],
  ])('%s', (_, source, json, inside, outside) => {
    const imported = importDefinition(source, json, { timeZone: context.shop.timeZone, customAttributes });
    if (imported.outcome === 'invalid' || imported.query === null) throw new Error(JSON.stringify(imported));
    const checked = checkQuery(imported.query, { customAttributes });
    if (checked.outcome === 'invalid') throw new Error(imported.query);
    const holds = (profile: PlainProfile) =>
      evaluateProfile(checked.condition, profile, { ...context, now: instant('2024-06-10T11:00:00Z') });
    expect([inside.map(holds), outside.map(holds)]).toEqual([inside.map(() => true), outside.map(() => false)]);
  });
});
