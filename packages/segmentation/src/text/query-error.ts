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
  | 'repeated-parameter'
  | 'wrong-operator'
  | 'wrong-value'
  | 'unknown-value';

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
  return { code, message, ...place, hint };
}
