import type { Place } from './place.js';

/** Stable names of what can be wrong with a query. */
export type QueryErrorCode =
  | 'empty'
  | 'too-long'
  | 'too-deep'
  | 'unexpected'
  | 'unclosed'
  | 'bad-text'
  | 'bad-number'
  | 'bad-date'
  | 'bad-percent'
  | 'bad-handle'
  | 'unknown-attribute'
  | 'unknown-function'
  | 'unknown-parameter'
  | 'unknown-measure'
  | 'repeated-parameter'
  | 'wrong-operator'
  | 'wrong-value'
  | 'unknown-value'
  | 'too-precise'
  | 'bad-sequence'
  | 'bad-trend'
  | 'bad-distance'
  | 'not-built-yet'
  | 'not-in-shopify';

/** Stable names of what is odd about a query that may be asked all the same. */
export type QueryWarningCode =
  | 'group-by'
  | 'single-day'
  | 'unchecked-attribute'
  | 'always-true'
  | 'always-false'
  | 'implied'
  | 'matches-nobody'
  | 'matches-everybody'
  | 'absent-under-not';

/** What is wrong, where, and how to mend it. */
export interface QueryError extends Place {
  readonly code: QueryErrorCode;
  readonly message: string;
  /** What to write instead; null where nothing sensible can be said. */
  readonly hint: string | null;
}

export function queryError(
  code: QueryErrorCode,
  place: Place,
  message: string,
  hint: string | null = null,
): QueryError {
  return { code, message: shortened(message), ...place, hint: hint === null ? null : shortened(hint) };
}

const LONGEST = 240;

/** Names and texts in a message may be as long as the query. */
function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** What is odd, where, and what was perhaps meant; the query may be asked as it stands. */
export interface QueryWarning extends Place {
  readonly code: QueryWarningCode;
  readonly message: string;
  readonly hint: string | null;
}
