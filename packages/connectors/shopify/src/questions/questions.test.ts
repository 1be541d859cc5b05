import { adminAccess } from '@clientele/fakes';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { READ_TOGETHER } from '../read-some.js';
import { adminSchema } from '../schema.fixture.js';
import { API_VERSIONS, READABLE } from '../settings.js';
import { FIRST_PAGE } from '../walk.js';
import { askedFields } from './asked-fields.fixture.js';
import { bulkProblems } from './bulk-rules.fixture.js';
import { requestedCost } from './cost.fixture.js';
import { LINES_OF_AT_ONCE, REFUNDS, RETURNS } from './order.js';
import { askedOf, bulkTexts, CHOICES } from './questions.fixture.js';

/** The most that one question may cost, in Shopify's points. */
const MOST_POINTS = 1000;
const PROTECTED = new Set(adminAccess().protected);

describe.each(API_VERSIONS)('version %s of the Admin API', (version) => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    schema = adminSchema(version);
  });
  const problems = (text: string) => validate(schema, parse(text)).map(({ message }) => message);
  const named = (texts: readonly string[]) => texts.flatMap((text) => askedFields(schema, text));

  test('takes every question, whatever is read', () => {
    const texts = CHOICES.flatMap((reads) => [...askedOf(version, reads), ...bulkTexts(version, reads)]);
    expect([...new Set(texts)].flatMap(problems)).toEqual([]);
    expect(problems('{ shop { nam } }')).toHaveLength(1);
  });

  test('will not drop what is asked', () => {
    const dropped = named(askedOf(version, READABLE)).filter(({ field }) => field.deprecationReason != null);
    // In 2026-07 no other field says what was agreed to by text message.
    const only = ['CustomerPhoneNumber.marketingState', 'CustomerPhoneNumber.marketingUpdatedAt'];
    expect([...new Set(dropped.map(({ name }) => name))].sort()).toEqual(version === '2026-07' ? only : []);
  });

  test('takes the texts of bulk operations', () => {
    for (const text of bulkTexts(version, READABLE)) expect(bulkProblems(schema, text), text).toEqual([]);
    const refused = '{ orders { edges { node { refunds { refundLineItems { edges { node { id } } } } } } } }';
    expect(bulkProblems(schema, refused)).toEqual([
      'Refund.refundLineItems is within a list',
      'what Refund.refundLineItems is within has no id',
    ]);
  });

  test('is asked for no more at once than it gives', () => {
    for (const text of askedOf(version, READABLE)) {
      const ids = text === REFUNDS || text === RETURNS ? LINES_OF_AT_ONCE : READ_TOGETHER;
      expect(requestedCost(schema, text, { first: FIRST_PAGE, ids }), text).toBeLessThan(MOST_POINTS);
    }
  });

  test('is asked for nothing protected where contacts are not read', () => {
    const without = READABLE.filter((one) => one !== 'contacts');
    const asked = (reads: typeof READABLE | typeof without) =>
      named([...askedOf(version, reads), ...bulkTexts(version, reads)]).filter(({ name }) => PROTECTED.has(name));
    expect(asked(without)).toEqual([]);
    expect(asked(READABLE).map(({ name }) => name)).toContain('CustomerEmailAddress.emailAddress');
  });
});
