import type { ValidQuery } from '../check/check-query.js';
import { type InvalidQuery, invalidQuery } from '../text/parse-query.js';
import { printCondition } from '../text/print-condition.js';
import { conditionsIn } from '../tree/walk.js';
import { printOlder } from './print-older.js';
import { Refusals } from './refusals.js';
import { shopifyCondition } from './shopify-condition.js';
import { MOST_CHARACTERS, MOST_CLAUSES } from './shopify-language.js';

/** Shopify's segment language of its API from 2026-10 on, and before. */
export const SHOPIFY_TARGETS = ['shopify', 'shopify-2026-07'] as const;
export type ShopifyTarget = (typeof SHOPIFY_TARGETS)[number];

export interface ShopifyText {
  readonly outcome: 'printed';
  /** What Shopify reads; it asks it of its own customers and orders only. */
  readonly text: string;
}

/**
 * A checked query as Shopify writes it, in other words where that says the same. What it cannot say is refused part by
 * part, each with its place and what helps; so is what is beyond Shopify's own limits.
 */
export function shopifyText(query: ValidQuery, target: ShopifyTarget): ShopifyText | InvalidQuery {
  const refusals = new Refusals(query);
  const condition = shopifyCondition(query.condition, false, refusals);
  if (condition === undefined) return invalidQuery(refusals.errors);
  const text =
    target === 'shopify'
      ? printCondition(condition)
      : printOlder(condition, (node, part) => {
          const message = `Before 2026-10, Shopify's parameters take plain values; it cannot say \`${part}\``;
          refusals.add(node, 'whole', message, 'The form from 2026-10 on can.');
        });
  const clauses = [...conditionsIn(condition)].filter(({ kind }) => kind === 'test' || kind === 'match').length;
  if (clauses > MOST_CLAUSES) {
    const message = `Shopify takes at most ${MOST_CLAUSES} conditions; this query has ${clauses}`;
    refusals.add(query.condition, 'whole', message);
  }
  if (text.length > MOST_CHARACTERS) {
    const message = `Shopify takes at most ${MOST_CHARACTERS} characters; this query has ${text.length}`;
    refusals.add(query.condition, 'whole', message);
  }
  return refusals.errors.length > 0 ? invalidQuery(refusals.errors) : { outcome: 'printed', text };
}
