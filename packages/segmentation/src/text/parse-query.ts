import type { Condition } from '../tree/condition.js';
import { MAX_ERRORS, MAX_QUERY_LENGTH } from './limits.js';
import { parseCondition } from './parse-condition.js';
import type { Places } from './place.js';
import { placesIn } from './places-in.js';
import { type QueryError, type QueryWarning, queryError } from './query-error.js';
import { TokenCursor } from './token-cursor.js';
import { tokenise } from './tokenise.js';

export interface ParsedQuery {
  readonly outcome: 'parsed';
  readonly condition: Condition;
  readonly places: Places;
  /** In the order of the text. */
  readonly warnings: readonly QueryWarning[];
}

/** At least one error, in the order of the text, one at a place. */
export interface InvalidQuery {
  readonly outcome: 'invalid';
  readonly errors: readonly QueryError[];
}

/** Reads a query by its grammar alone: names, types and values are not looked at. */
export function parseQuery(text: string): ParsedQuery | InvalidQuery {
  if (text.length > MAX_QUERY_LENGTH) {
    const message = `A query has at most ${MAX_QUERY_LENGTH} characters; this one has ${text.length}`;
    const place = placesIn(text)(MAX_QUERY_LENGTH, text.length - MAX_QUERY_LENGTH);
    return invalidQuery([queryError('too-long', place, message, 'Save parts of it as segments and use in_segment().')]);
  }
  const { tokens, errors } = tokenise(text);
  const cursor = new TokenCursor(tokens);
  const condition = parseCondition(cursor);
  const all = [...errors, ...cursor.errors];
  if (all.length > 0) return invalidQuery(all);
  if (condition === undefined) throw new Error('neither a condition nor an error came of a query');
  return { outcome: 'parsed', condition, places: cursor.places, warnings: cursor.warnings };
}

/** The first errors of a query, in the order of its text; of several at one place, the first found. */
export function invalidQuery(errors: readonly QueryError[]): InvalidQuery {
  const sorted = errors.toSorted((a, b) => a.offset - b.offset);
  const first = sorted.filter((error, index) => error.offset !== sorted[index - 1]?.offset);
  return { outcome: 'invalid', errors: first.slice(0, MAX_ERRORS) };
}
