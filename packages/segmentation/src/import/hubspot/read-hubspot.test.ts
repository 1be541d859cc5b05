import { timeZone } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { importDefinition } from '../import-definition.js';
import { readImportNames } from '../import-names.js';

const names = (() => {
  const read = readImportNames({
    events: { '6-1234': "events.'Booked a table'", '0d1e-form': "events.'Asked for a quote'" },
    lists: { '2': 'newsletter' },
    attributes: { total_orders: 'number_of_orders' },
  });
  if (read.outcome === 'invalid') throw new Error(JSON.stringify(read.errors));
  return read.names;
})();

const ZONE = timeZone('America/New_York');
const customAttributes = new Map([['attributes.interests', { type: 'list' as const }]]);
const read = (json: unknown) => {
  const imported = importDefinition('hubspot', json, { timeZone: ZONE, names });
  if (imported.outcome === 'invalid') throw new Error(JSON.stringify(imported.errors));
  return imported;
};

const branch = (filterBranchType: string, filters: unknown[], filterBranches: unknown[] = [], fields: object = {}) => ({
  filterBranchType,
  filterBranchOperator: filterBranchType,
  filters,
  filterBranches,
  ...fields,
});
/** A list in which one of the groups must hold, in each group all filters. */
const list = (...groups: unknown[][]) => ({
  list: {
    listId: '7',
    name: 'Imported',
    objectTypeId: '0-1',
    filterBranch: branch(
      'OR',
      [],
      groups.map((filters) => branch('AND', filters)),
    ),
  },
});
const property = (name: string, operationType: string, operator: string, fields: object = {}) => ({
  filterType: 'PROPERTY',
  property: name,
  operation: { operationType, operator, includeObjectsWithNoValueSet: false, ...fields },
});
const today = (days?: number) => ({
  timeType: 'INDEXED',
  timezoneSource: 'CUSTOM',
  zoneId: 'America/New_York',
  indexReference: { referenceType: 'TODAY' },
  ...(days === undefined ? {} : { offset: { days } }),
});
const now = { ...today(), indexReference: { referenceType: 'NOW' } };
const onDate = (year: number, month: number, day: number, time: object = {}) => ({
  timeType: 'DATE',
  timezoneSource: 'CUSTOM',
  zoneId: 'America/New_York',
  year,
  month,
  day,
  ...time,
});
const ranged = (name: string, lowerBoundTimePoint: object, upperBoundTimePoint: object, fields: object = {}) =>
  property(name, 'TIME_RANGED', 'IS_BETWEEN', {
    type: 'TIME_RANGED',
    propertyParser: 'VALUE',
    lowerBoundEndpointBehavior: 'INCLUSIVE',
    upperBoundEndpointBehavior: 'INCLUSIVE',
    lowerBoundTimePoint,
    upperBoundTimePoint,
    ...fields,
  });
const events = (operator: string, filters: unknown[] = [], fields: object = {}) =>
  branch('UNIFIED_EVENTS', filters, [], { eventTypeId: '6-1234', operator, ...fields });
const email = (operator: string, fields: object = {}) => ({
  filterType: 'EMAIL_EVENT',
  operator,
  emailId: '55',
  appId: '113',
  level: 'EMAIL',
  ...fields,
});
const lastDays = (amount: number) => ({
  type: 'RELATIVE_COMPARATIVE',
  comparison: 'AFTER',
  timeOffset: { amount, offsetDirection: 'PAST', timeUnit: 'DAYS' },
});

describe('a HubSpot list', () => {
  it('is carried over with its name: one group must hold, in a group all filters', () => {
    const imported = read(
      list(
        [
          property('lifecyclestage', 'ENUMERATION', 'IS_ANY_OF', { values: ['customer'] }),
          { filterType: 'IN_LIST', operator: 'NOT_IN_LIST', listId: 2 },
        ],
        [property('createdate', 'ALL_PROPERTY', 'IS_KNOWN')],
      ),
    );
    expect(imported).toMatchObject({
      name: 'Imported',
      complete: true,
      query:
        "attributes.lifecyclestage = 'customer' AND NOT in_segment('newsletter') OR customer_added_date IS NOT NULL",
    });
    expect(imported.report.map(({ path, carried }) => `${path} ${carried}`)).toEqual([
      'list.filterBranch.filterBranches[0].filters[0] exactly',
      'list.filterBranch.filterBranches[0].filters[1] exactly',
      'list.filterBranch.filterBranches[1].filters[0] approximately',
    ]);
  });

  it.each([
    [property('total_orders', 'NUMBER', 'IS_GREATER_THAN_OR_EQUAL_TO', { value: 3 }), 'number_of_orders >= 3'],
    [
      property('score', 'NUMBER_RANGED', 'IS_NOT_BETWEEN', { lowerBound: 1, upperBound: 5 }),
      'attributes.score < 1 OR attributes.score > 5',
    ],
    [property('vip', 'BOOL', 'IS_EQUAL_TO', { value: true }), 'attributes.vip = true'],
    [
      property('tier', 'MULTISTRING', 'IS_NOT_EQUAL_TO', { values: ['gold', 'silver'] }),
      "attributes.tier NOT IN ('gold', 'silver')",
    ],
    // Whoever has no value passes where that is asked for.
    [
      property('tier', 'ENUMERATION', 'IS_NONE_OF', { values: ['gold'], includeObjectsWithNoValueSet: true }),
      "attributes.tier != 'gold' OR attributes.tier IS NULL",
    ],
    [
      property('note', 'STRING', 'DOES_NOT_CONTAIN', { value: 'late' }),
      "attributes.note NOT CONTAINS 'late' AND attributes.note IS NOT NULL",
    ],
    [
      property('note', 'STRING', 'DOES_NOT_CONTAIN', { value: 'late', includeObjectsWithNoValueSet: true }),
      "attributes.note NOT CONTAINS 'late'",
    ],
    // Several values: that there is one is said once.
    [
      property('note', 'MULTISTRING', 'DOES_NOT_CONTAIN', { values: ['late', 'lost'] }),
      "attributes.note NOT CONTAINS 'late' AND attributes.note IS NOT NULL AND attributes.note NOT CONTAINS 'lost'",
    ],
    [
      property('country', 'MULTISTRING', 'IS_EQUAL_TO', { values: ['Germany', 'France'] }),
      "customer_countries CONTAINS 'DE' OR customer_countries CONTAINS 'FR'",
    ],
    [property('email', 'ALL_PROPERTY', 'IS_UNKNOWN'), 'customer_email_domain IS NULL'],
    [
      property('hs_email_optout', 'BOOL', 'IS_NOT_EQUAL_TO', { value: true }),
      "NOT email_subscription_status = 'UNSUBSCRIBED'",
    ],
    [
      property('hs_email_open', 'NUMBER', 'IS_GREATER_THAN', { value: 5 }),
      "count OF events.message_opened (channel = 'email') > 5",
    ],
    [ranged('renewal', today(-15), now), 'attributes.renewal BETWEEN -15d AND -0h'],
    [
      ranged('renewal', today(), today(30), { operator: 'IS_NOT_BETWEEN' }),
      'attributes.renewal < today OR attributes.renewal > +30d',
    ],
    [
      ranged('renewal', today(-15), today(), { upperBoundEndpointBehavior: 'EXCLUSIVE' }),
      'attributes.renewal >= -15d AND attributes.renewal < today',
    ],
    [
      ranged('birthday', today(), today(7), { propertyParser: 'ANNIVERSARY' }),
      "anniversary('attributes.birthday') BETWEEN today AND +7d",
    ],
    [
      property('renewal', 'TIME_POINT', 'IS_AFTER', {
        type: 'TIME_POINT',
        timePoint: onDate(2024, 5, 1, { hour: 23, minute: 59, second: 59, millisecond: 999 }),
        endpointBehavior: 'EXCLUSIVE',
      }),
      'attributes.renewal > 2024-05-01T23:59:59',
    ],
    [
      property('renewal', 'TIME_POINT', 'IS_BEFORE', {
        timePoint: { ...onDate(2024, 5, 1), zoneId: 'UTC' },
        endpointBehavior: 'EXCLUSIVE',
      }),
      'attributes.renewal < 2024-04-30T20:00:00',
    ],
    [
      property('closed', 'TIME_POINT', 'IS_AFTER', {
        timePoint: { timeType: 'PROPERTY_REFERENCED', property: 'opened', referenceType: 'VALUE' },
        endpointBehavior: 'EXCLUSIVE',
      }),
      'attributes.closed > attributes.opened',
    ],
    [
      property('renewal', 'ROLLING_DATE_RANGE', 'IS_MORE_THAN_X_DAYS_AGO', { numberOfDays: 90 }),
      'attributes.renewal < -90d',
    ],
    [
      email('OPENED', { pruningRefineBy: lastDays(30) }),
      "events.message_opened MATCHES (channel = 'email', campaign = '55', date >= -30d)",
    ],
    [
      email('RECEIVED_BUT_NOT_OPENED'),
      "events.message_delivered MATCHES (channel = 'email', campaign = '55') AND events.message_opened NOT MATCHES (channel = 'email', campaign = '55')",
    ],
    [
      { filterType: 'PAGE_VIEW', operator: 'NOT_HAS_PAGEVIEW_CONTAINS', pageUrl: '/summer' },
      "events.page_viewed NOT MATCHES (property.url CONTAINS '/summer')",
    ],
    [
      {
        filterType: 'FORM_SUBMISSION',
        operator: 'FILLED_OUT',
        formId: '0d1e-form',
        coalescingRefineBy: { type: 'NUM_OCCURRENCES', minOccurrences: 2 },
      },
      "events.'Asked for a quote' MATCHES (count >= 2)",
    ],
    [
      {
        filterType: 'EMAIL_SUBSCRIPTION',
        acceptedStatuses: ['OPT_IN', 'NOT_OPTED'],
        subscriptionIds: ['321981152'],
        subscriptionType: 'SUBSCRIPTION',
      },
      "email_subscription_status IN ('SUBSCRIBED', 'NOT_SUBSCRIBED') OR email_subscription_status IS NULL",
    ],
  ])('%j', (filter, query) => {
    expect(read(list([filter])).query).toBe(query);
  });

  it('reads branches of events, and of NOT', () => {
    const guests = property('guests', 'NUMBER', 'IS_GREATER_THAN', { value: 4 });
    const recently = ranged('hs_timestamp', today(-30), now);
    const json = branch(
      'OR',
      [],
      [
        branch(
          'AND',
          [],
          [
            events('HAS_COMPLETED', [guests, recently], {
              coalescingRefineBy: { type: 'NUM_OCCURRENCES', minOccurrences: 2, maxOccurrences: 5 },
            }),
            events('HAS_NOT_COMPLETED', [], { pruningRefineBy: lastDays(7) }),
            branch('NOT_ANY', [
              property('vip', 'BOOL', 'IS_EQUAL_TO', { value: true }),
              property('tier', 'STRING', 'IS_EQUAL_TO', { value: 'gold' }),
            ]),
          ],
        ),
      ],
    );
    expect(read(json).query).toBe(
      "events.'Booked a table' MATCHES (property.guests > 4, date BETWEEN -30d AND -0h, count BETWEEN 2 AND 5) AND events.'Booked a table' NOT MATCHES (date >= -7d) AND NOT (attributes.vip = true OR attributes.tier = 'gold')",
    );
  });

  it('asks a custom attribute that is a list for its elements', () => {
    const json = list([property('interests', 'ENUMERATION', 'CONTAINS_ALL', { values: ['hiking', 'sailing'] })]);
    const imported = importDefinition('hubspot', json, { timeZone: ZONE, customAttributes });
    expect(imported.outcome === 'read' && imported.query).toBe(
      "attributes.interests CONTAINS 'hiking' AND attributes.interests CONTAINS 'sailing'",
    );
  });

  it.each([
    [
      property('tier', 'ENUMERATION', 'HAS_EVER_BEEN_ANY_OF', { values: ['gold'] }),
      'operation.operator What a property was before is not kept (HAS_EVER_BEEN_ANY_OF).',
    ],
    [
      ranged('renewal', today(-15), now, { propertyParser: 'UPDATED_AT' }),
      'operation.propertyParser When a property was last changed is not kept.',
    ],
    [
      property('note', 'STRING', 'STARTS_WITH', { value: 'a' }),
      'operation.operator The operator STARTS_WITH cannot be said here.',
    ],
    [
      ranged('renewal', { ...today(), indexReference: { referenceType: 'QUARTER', month: 1, day: 1 } }, now),
      'operation.lowerBoundTimePoint.indexReference A time counted from the quarter cannot be said here.',
    ],
    [
      { filterType: 'IN_LIST', operator: 'IN_LIST', listId: '9' },
      'listId The list 9 is not known: say under "lists" of the names which segment it is here, by handle.',
    ],
    [email('constructor'), 'operator The operator constructor cannot be said here.'],
    [
      property('a', 'DATE', 'IS_AFTER', { year: 2020, month: 'MAY', day: 1 }),
      'operation.operationType Operations of the kind DATE cannot be said here.',
    ],
    [email('OPENED', { clickUrl: 'https://example.com' }), 'clickUrl Which link was clicked cannot be asked.'],
    [{ filterType: 'CTA', operator: 'HAS_CONVERTED', ctaName: 'x' }, ' Filters of the kind CTA cannot be said here.'],
    [
      property('firstname', 'STRING', 'IS_EQUAL_TO', { value: 'Ada' }),
      'property There is no attribute for firstname: say under "attributes" of the names which custom attribute it is.',
    ],
  ])('leaves out with the reason: %j', (filter, why) => {
    const { query, report } = read(list([filter]));
    expect(query).toBeNull();
    const place = report[0]?.path.replace(/^list\.filterBranch\.filterBranches\[0\]\.filters\[0\]\.?/, '');
    expect(`${place} ${report[0]?.notes.join(' ')}`).toBe(why);
  });

  it('says whether what it leaves out lets more people in or fewer, the other way round under NOT', () => {
    const unknown = { filterType: 'CTA', operator: 'HAS_CONVERTED', ctaName: 'x' };
    const known = property('vip', 'BOOL', 'IS_EQUAL_TO', { value: true });
    const effects = (json: unknown) => read(json).report.map(({ effect }) => effect);
    expect(effects(list([unknown, known]))).toEqual(['wider', null]);
    expect(effects(list([unknown], [known]))).toEqual(['narrower', null]);
    expect(effects(branch('AND', [known], [branch('NOT_ANY', [unknown, known])]))).toEqual([null, 'wider', null]);
    expect(effects(branch('AND', [known], [branch('NOT_ALL', [unknown, known])]))).toEqual([null, 'narrower', null]);
    expect(effects(branch('AND', [known], [branch('NOT_ANY', [unknown])]))).toEqual([null, 'wider']);
  });

  it.each([
    ['text', 'x', ''],
    ['a list of companies', { list: { ...list([]).list, objectTypeId: '0-2' } }, 'list.objectTypeId'],
    ['a list without its filters', { list: { listId: '7', name: 'Static' } }, 'list.filterBranch'],
    [
      'a list that is not named',
      list([{ filterType: 'IN_LIST', operator: 'IN_LIST' }]),
      'list.filterBranch.filterBranches[0].filters[0].listId',
    ],
    ['a branch without a kind', { filterBranch: { filters: [] } }, 'filterBranch.filterBranchType'],
    [
      'a branch without filters',
      { filterBranch: branch('OR', [], [branch('AND', [])]) },
      'filterBranch.filterBranches[0]',
    ],
    [
      'a number that is text',
      list([property('a', 'NUMBER', 'IS_EQUAL_TO', { value: '3' })]),
      'list.filterBranch.filterBranches[0].filters[0].operation.value',
    ],
    [
      'a time without a month',
      list([ranged('a', { timeType: 'DATE', year: 2024, day: 1 }, now)]),
      'list.filterBranch.filterBranches[0].filters[0].operation.lowerBoundTimePoint.month',
    ],
    [
      'branches without end',
      Array.from({ length: 40 }).reduce<object>((inner) => branch('AND', [], [inner]), branch('AND', [])),
      '',
    ],
  ])('refuses %s with its place in the JSON', (_, json, path) => {
    const imported = importDefinition('hubspot', json, { timeZone: ZONE });
    expect(imported.outcome === 'invalid' && imported.errors.map((error) => error.path)).toEqual([path]);
  });
});
