import { timeZone } from '@clientele/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { importDefinition } from './import-definition.js';
import { readImportNames } from './import-names.js';
import type { ImportSource } from './imported.js';

const read = readImportNames({
  events: { E1: 'Placed Order', E2: 'Viewed Product', E3: "events.'Booked a table'" },
  lists: { L1: 'vip' },
});
const names = read.outcome === 'read' ? read.names : undefined;

const word = fc.constantFrom('gold', "it's", 'a\\b', '', 'Zürich', 'United States', '2024-05-01');
const quantity = fc.integer({ min: 0, max: 400 });
const amount = fc.oneof(fc.integer({ min: -5, max: 500 }), fc.constantFrom(0.5, 12.75, 1e30, 1e-9));
const flag = fc.boolean();
const moment = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString());

const klaviyoDate = fc.oneof(
  fc.record({ type: fc.constant('date'), operator: fc.constantFrom('after', 'before'), date: moment }),
  fc.record({ type: fc.constant('date'), operator: fc.constant('between-static'), start: moment, end: moment }),
  fc.record({
    type: fc.constant('date'),
    operator: fc.constant('between'),
    start: quantity,
    end: quantity,
    unit: fc.constantFrom('day', 'week', 'hour'),
  }),
  fc.record({
    type: fc.constant('date'),
    operator: fc.constantFrom('in-the-last', 'in-the-next', 'at-least', 'anniversary-next', 'anniversary-last'),
    quantity,
    unit: fc.constantFrom('day', 'week', 'hour', 'fortnight'),
  }),
  fc.record({
    type: fc.constant('date'),
    operator: fc.constantFrom('alltime', 'anniversary', 'calendar-month', 'new'),
  }),
);
const klaviyoNumber = fc.record({
  type: fc.constant('numeric'),
  operator: fc.constantFrom('equals', 'not-equals', 'greater-than', 'less-than-or-equal', 'less-than', 'new'),
  value: amount,
});
const klaviyoFilter = fc.oneof(
  klaviyoDate,
  klaviyoNumber,
  fc.record({
    type: fc.constantFrom('string', 'list'),
    operator: fc.constantFrom(
      'equals',
      'not-equals',
      'contains',
      'not-contains',
      'in',
      'not-in',
      'regex',
      'contains-all',
    ),
    value: fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 3 })),
  }),
  fc.record({ type: fc.constant('boolean'), operator: fc.constant('equals'), value: flag }),
  fc.record({ type: fc.constant('existence'), operator: fc.constantFrom('is-set', 'not-set') }),
  fc.record({ type: fc.constant('new') }),
);
const metricFilters = fc.array(
  fc.record({ property: fc.constantFrom('$value', 'ProductID', 'Categories', 'Any thing'), filter: klaviyoFilter }),
  { maxLength: 2 },
);
const event = fc.constantFrom('E1', 'E2', 'E3', 'Opened Email', 'Ordered Product', 'E9');
const klaviyoCondition = fc.oneof(
  fc.record({
    type: fc.constant('profile-metric'),
    metric_id: event,
    measurement: fc.constantFrom('count', 'sum'),
    measurement_filter: klaviyoNumber,
    timeframe_filter: klaviyoDate,
    metric_filters: metricFilters,
  }),
  fc.record({
    type: fc.constant('profile-metric-funnel'),
    timeframe_filter: klaviyoDate,
    completion_window_seconds: fc.constantFrom('DAYS_3', 'HOURS_1', 'NEW', null),
    steps: fc.array(fc.record({ metric_id: event, metric_exists: flag, metric_filters: metricFilters }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({
    type: fc.constant('profile-property'),
    property: fc.constantFrom(
      "properties['Loyalty tier']",
      'email',
      'created',
      "location['country']",
      "it's",
      'first_name',
    ),
    filter: klaviyoFilter,
  }),
  fc.record({
    type: fc.constant('profile-marketing-consent'),
    consent: fc.record({
      channel: fc.constantFrom('email', 'sms', 'push'),
      can_receive_marketing: flag,
      consent_status: fc.record({
        subscription: fc.constantFrom('any', 'subscribed', 'never_subscribed', 'unsubscribed'),
      }),
    }),
  }),
  fc.record({
    type: fc.constant('profile-group-membership'),
    is_member: flag,
    group_ids: fc.array(fc.constantFrom('L1', 'L2'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('profile-region'),
    in_region: flag,
    region: fc.constantFrom('european_union', 'united_states', 'new'),
  }),
  fc.record({ type: fc.constant('profile-random-sample'), percentage: fc.constantFrom(0, 10, 33.3, 100, 101) }),
);
const klaviyo = fc.record({
  condition_groups: fc.array(fc.record({ conditions: fc.array(klaviyoCondition, { minLength: 1, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
});

const point = fc.oneof(
  fc.record({
    timeType: fc.constant('INDEXED'),
    indexReference: fc.record({ referenceType: fc.constantFrom('TODAY', 'NOW', 'MONTH') }),
    offset: fc.record({ days: fc.integer({ min: -30, max: 30 }), hours: fc.constantFrom(0, 3) }),
  }),
  fc.record({
    timeType: fc.constant('DATE'),
    zoneId: fc.constantFrom('UTC', 'US/Eastern', 'Nowhere'),
    year: fc.integer({ min: 1990, max: 2400 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  }),
  fc.record({ timeType: fc.constant('PROPERTY_REFERENCED'), property: fc.constantFrom('other', 'createdate') }),
);
const ends = fc.constantFrom('INCLUSIVE', 'EXCLUSIVE');
const ranged = {
  operator: fc.constantFrom('IS_BETWEEN', 'IS_NOT_BETWEEN', 'NEW'),
  lowerBoundTimePoint: point,
  upperBoundTimePoint: point,
  lowerBoundEndpointBehavior: ends,
  upperBoundEndpointBehavior: ends,
};
const operation = fc.oneof(
  fc.record({ operationType: fc.constant('ALL_PROPERTY'), operator: fc.constantFrom('IS_KNOWN', 'IS_UNKNOWN') }),
  fc.record({
    operationType: fc.constant('NUMBER'),
    operator: fc.constantFrom('IS_EQUAL_TO', 'IS_LESS_THAN', 'HAS_EVER_BEEN_EQUAL_TO'),
    value: amount,
    includeObjectsWithNoValueSet: flag,
  }),
  fc.record({
    operationType: fc.constantFrom('MULTISTRING', 'ENUMERATION'),
    operator: fc.constantFrom('IS_EQUAL_TO', 'DOES_NOT_CONTAIN', 'CONTAINS', 'IS_ANY_OF', 'IS_NONE_OF', 'CONTAINS_ALL'),
    values: fc.array(word, { minLength: 1, maxLength: 3 }),
    includeObjectsWithNoValueSet: flag,
  }),
  fc.record({
    operationType: fc.constant('TIME_RANGED'),
    propertyParser: fc.constantFrom('VALUE', 'UPDATED_AT', 'ANNIVERSARY'),
    includeObjectsWithNoValueSet: flag,
    ...ranged,
  }),
);
const refining = fc.oneof(
  fc.record({ type: fc.constant('TIME_RANGED'), ...ranged }),
  fc.record({
    type: fc.constant('ABSOLUTE_RANGED'),
    rangeType: fc.constantFrom('BETWEEN', 'NOT_BETWEEN'),
    lowerTimestamp: fc.constantFrom(0, 1_700_000_000_000),
    upperTimestamp: fc.constantFrom(1_700_000_000_000, Number.MAX_SAFE_INTEGER),
  }),
);
const filter = fc.oneof(
  fc.record({
    filterType: fc.constant('PROPERTY'),
    property: fc.constantFrom('tier', 'email', 'country', 'hs_email_open', 'firstname', 'hs_email_optout'),
    operation,
  }),
  fc.record({
    filterType: fc.constant('EMAIL_EVENT'),
    operator: fc.constantFrom('OPENED', 'SENT_BUT_NOT_RECEIVED', 'REPLIED'),
    emailId: word,
    pruningRefineBy: refining,
  }),
  fc.record({
    filterType: fc.constant('EMAIL_SUBSCRIPTION'),
    acceptedStatuses: fc.array(fc.constantFrom('OPT_IN', 'OPT_OUT', 'NOT_OPTED'), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    filterType: fc.constant('IN_LIST'),
    operator: fc.constantFrom('IN_LIST', 'NOT_IN_LIST'),
    listId: fc.constantFrom('L1', '3'),
  }),
);
const { branch: hubspot } = fc.letrec<{ branch: object }>((tie) => ({
  branch: fc.record({
    filterBranchType: fc.constantFrom('AND', 'OR', 'NOT_ALL', 'NOT_ANY'),
    filters: fc.array(filter, { minLength: 1, maxLength: 3 }),
    filterBranches: fc.array(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.record({
          filterBranchType: fc.constant('UNIFIED_EVENTS'),
          eventTypeId: event,
          operator: fc.constantFrom('HAS_COMPLETED', 'HAS_NOT_COMPLETED'),
          filters: fc.array(
            fc.record({
              filterType: fc.constant('PROPERTY'),
              property: fc.constantFrom('hs_timestamp', 'a b'),
              operation,
            }),
            { maxLength: 2 },
          ),
        }),
        tie('branch'),
      ),
      { maxLength: 2 },
    ),
  }),
}));

describe('whatever a definition says', () => {
  it.each<[ImportSource, fc.Arbitrary<object>]>([
    ['klaviyo', klaviyo],
    ['hubspot', hubspot],
  ])(
    'what is carried over of %s parses, passes the check, and the report accounts for every part',
    (source, definitions) => {
      let carried = 0;
      fc.assert(
        fc.property(definitions, (json) => {
          const imported = importDefinition(source, json, {
            timeZone: timeZone('America/St_Johns'),
            ...(names && { names }),
          });
          // Numbers that need an exponent are rubbish, with their place.
          if (imported.outcome === 'invalid') {
            expect(imported.errors.every(({ path }) => path.endsWith('value'))).toBe(true);
            return;
          }
          const { query, complete, report } = imported;
          expect(complete).toBe(report.every((part) => part.carried !== 'not'));
          expect(query === null).toBe(report.every((part) => part.carried === 'not'));
          for (const part of report) {
            expect(part.query === null).toBe(part.carried === 'not');
            expect(part.notes.length > 0).toBe(part.carried !== 'exactly');
          }
          if (query === null) return;
          carried += 1;
          const checked = checkQuery(query);
          if (checked.outcome === 'invalid') throw new Error(`${query}: ${checked.errors[0]?.message}`);
          expect(checked.canonical).toBe(query);
        }),
        { numRuns: 300 },
      );
      expect(carried).toBeGreaterThan(150);
    },
  );
});
