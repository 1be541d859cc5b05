import { languageTypesOf } from '../catalogue/custom-attributes.js';
import { checkQuery } from '../check/check-query.js';
import { checkAskable } from '../compile/check-askable.js';
import { cutoffOfKey } from '../compile/cutoff-key.js';
import { requiredCutoffs } from '../compile/cutoffs.js';
import { amountNamed } from '../compile/ranking.js';
import { explainMembership } from '../explain/explain-membership.js';
import type { ReferenceContext } from '../reference/context.js';
import { keyOf } from '../reference/cutoffs.js';
import { personOf } from '../reference/person.js';
import { questionOfShop } from '../reference/question.js';
import { aConsent, aContext, aCustomer, anEvent, anOrder, aProfile, aRefund } from '../reference/records.fixture.js';
import { evaluateProfile } from '../reference/reference.js';
import { DEFAULT_RFM } from '../rfm/configuration.js';
import type { Condition } from '../tree/condition.js';
import type { CustomType } from '../tree/custom-attributes.js';
import { type ParsedQuery, parseQuery } from './parse-query.js';

/** Those of the page that defines the language. */
const CUSTOM_TYPES = new Map<string, CustomType>([
  ['attributes.shoe_size', 'number'],
  ["attributes.'Loyalty tier'", 'text'],
  ['attributes.interests', 'list'],
  ['attributes.newsletter', 'boolean'],
  ['attributes.last_visit', 'date'],
  ['metafields.facts.birth_date', 'date'],
  ['metafields.custom.membership_level', 'text'],
]);

const line = { id: '1', product: 'MUG', quantity: '2', listPrice: '10', title: 'Mug', sku: 'M-1' };

/** Somebody with something of everything. */
const PERSON = aProfile({
  customers: [
    aCustomer({
      email: 'ann@example.com',
      tags: ['vip'],
      createdAt: '2024-01-01T12:00:00Z',
      attributes: {
        shoe_size: 44,
        'Loyalty tier': 'gold',
        interests: ['hiking'],
        newsletter: true,
        last_visit: '2024-05-01',
      },
      metafields: { facts: { birth_date: '1990-06-12' } },
    }),
  ],
  orders: [
    anOrder({ placedAt: '2024-05-01T12:00:00Z', total: '30', lines: [line] }),
    anOrder({ connection: 'till', placedAt: '2024-06-09T21:00:00Z', total: '57.6', discounts: [] }),
  ],
  refunds: [aRefund()],
  consents: [aConsent({ state: 'SUBSCRIBED' })],
  events: [
    anEvent({ at: '2024-06-01T12:00:00Z', properties: { x: 'red', size: 4, price: '12.5' } }),
    anEvent({ at: '2024-06-02T12:00:00Z', name: 'review_submitted', properties: { rating: 4, x: 3 } }),
    anEvent({ at: '2024-06-10T10:30:00Z', name: 'page_viewed', properties: { x: '2024-06-01' } }),
  ],
});

const CONTEXT = aContext({
  customTypes: CUSTOM_TYPES,
  segments: new Map([['vip', conditionOf("customer_tags CONTAINS 'vip'")]]),
});

function conditionOf(query: string): Condition {
  const parsed = parseQuery(query);
  if (parsed.outcome === 'invalid') throw new Error(`${query} cannot be read`);
  return parsed.condition;
}

/**
 * What goes wrong where a query that passes the check of a shop is compiled, or asked of a person by the reference evaluator
 * and explained.
 */
export function faultInAsking(query: ParsedQuery): string | undefined {
  const checked = checkQuery(query, { customAttributes: languageTypesOf(CUSTOM_TYPES) });
  if (checked.outcome === 'invalid') return undefined;
  if (checkAskable(query, CUSTOM_TYPES).outcome === 'invalid') return 'it passes the check and cannot be compiled';
  const { condition } = checked;
  try {
    const context = withCutoffs(condition);
    const { member } = explainMembership(condition, PERSON, context);
    return member === evaluateProfile(condition, PERSON, context)
      ? undefined
      : 'its explanation contradicts the answer';
  } catch (error) {
    return `asked, it throws ${error instanceof Error ? error.stack : error}`;
  }
}

function withCutoffs(condition: Condition): ReferenceContext {
  const question = questionOfShop(CONTEXT, [personOf(PERSON, CONTEXT.shop)]);
  const cutoffs = requiredCutoffs(condition, DEFAULT_RFM).map((key) => {
    const cutoff = cutoffOfKey(key);
    const of = cutoff.kind === 'rfm' ? cutoff : { ...cutoff, amount: amountNamed(cutoff.amount) };
    return [keyOf(of), question.cutoff(of)] as const;
  });
  return { ...CONTEXT, cutoffs: new Map(cutoffs) };
}
