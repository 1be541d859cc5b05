import type { Duration } from '../tree/amount.js';
import type { Literal } from '../tree/literal.js';
import type { Place } from './place.js';

/** The words that the grammar gives a meaning; written in upper or lower case. */
export const KEYWORDS = [
  'AND',
  'OR',
  'NOT',
  'BETWEEN',
  'IS',
  'NULL',
  'CONTAINS',
  'IN',
  'TOP',
  'BOTTOM',
  'UP',
  'DOWN',
  'BY',
  'MATCHES',
  'NOT_MATCHES',
  'OF',
  'SEQUENCE',
  'THEN',
  'WITHIN',
  'FROM',
  'SHOW',
  'WHERE',
  'GROUP',
  'ORDER',
  'ASC',
  'DESC',
] as const;
export type Keyword = (typeof KEYWORDS)[number];

export type TokenSymbol = '(' | ')' | ',' | ':' | '%' | '=' | '!=' | '>' | '>=' | '<' | '<=' | '+' | '-' | '*' | '/';

/** One piece of a query's text; what could not be read has been reported and stands here as `broken`. */
export type Token = { readonly text: string; readonly place: Place } & (
  | { readonly kind: 'keyword'; readonly keyword: Keyword }
  /** `name` is the canonical form of the text. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'duration'; readonly duration: Duration }
  | { readonly kind: 'symbol'; readonly symbol: TokenSymbol }
  | { readonly kind: 'broken' }
  | { readonly kind: 'end' }
);
