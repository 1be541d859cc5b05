import type { Amount } from '../tree/amount.js';
import { COMPARISON_OPERATORS, type ParameterTest } from '../tree/test.js';
import { nearest } from './nearest.js';
import { parseAmount } from './parse-amount.js';
import { type Place, span } from './place.js';
import { shown } from './shown.js';
import type { Keyword } from './token.js';
import type { TokenCursor } from './token-cursor.js';

/** A test, and where its sign or keywords stand. */
export interface ParsedTest {
  readonly test: ParameterTest;
  readonly operator: Place;
}

/** Reads a test of the named thing; `none` when none comes next, undefined after a fault. */
export function parseTest(cursor: TokenCursor, subject: string): ParsedTest | 'none' | undefined {
  const { current } = cursor;
  const start = current.place;
  if (cursor.keyword('IS')) {
    const present = cursor.keyword('NOT');
    if (!cursor.keyword('NULL')) {
      const hint = `Write ${subject} IS NULL or ${subject} IS NOT NULL; values are compared with =.`;
      return cursor.fail('unexpected', 'IS must be followed by NULL or NOT NULL', hint);
    }
    return { test: Object.freeze({ kind: 'presence', present }), operator: span(start, cursor.passed) };
  }
  if (cursor.keyword('BETWEEN')) return parseBetween(cursor, subject, start);
  const negated = cursor.keyword('NOT');
  if (cursor.keyword('CONTAINS')) {
    const operator = span(start, cursor.passed);
    const value = cursor.current;
    if (value.kind !== 'literal') {
      const hint = value.kind === 'name' ? `Text stands in single quotes: '${value.text.slice(0, 40)}'.` : null;
      return cursor.fail('unexpected', `A text is missing before ${shown(value)}`, hint);
    }
    cursor.advance();
    const literal = cursor.node(value.literal, { whole: value.place });
    return { test: Object.freeze({ kind: 'contains', value: literal, negated }), operator };
  }
  if (cursor.keyword('IN')) {
    const operator = span(start, cursor.passed);
    const values = parseList(cursor, subject);
    return values && { test: Object.freeze({ kind: 'in', values, negated }), operator };
  }
  if (negated) {
    return cursor.fail('unexpected', `${shown(cursor.current)} cannot follow ${subject} NOT`, operatorHint(cursor));
  }
  const operator = current.kind === 'symbol' ? COMPARISON_OPERATORS.find((each) => each === current.symbol) : undefined;
  if (operator === undefined) return 'none';
  cursor.advance();
  const value = parseAmount(cursor, subject);
  return value && { test: Object.freeze({ kind: 'comparison', operator, value }), operator: start };
}

function parseBetween(cursor: TokenCursor, subject: string, operator: Place): ParsedTest | undefined {
  const from = parseAmount(cursor, subject);
  if (from === undefined) return undefined;
  if (!cursor.keyword('AND')) {
    const hint = `Write ${subject} BETWEEN the smallest AND the largest value.`;
    return cursor.fail('unexpected', `AND is missing before ${shown(cursor.current)}`, hint);
  }
  const to = parseAmount(cursor, subject);
  return to && { test: Object.freeze({ kind: 'between', from, to }), operator };
}

/** Reads a list of amounts in parentheses. */
function parseList(cursor: TokenCursor, subject: string): readonly Amount[] | undefined {
  const hint = `Write ${subject} IN (one, another).`;
  if (!cursor.symbol('(')) return cursor.fail('unexpected', `'(' is missing before ${shown(cursor.current)}`, hint);
  const values: Amount[] = [];
  do {
    const value = parseAmount(cursor, subject);
    if (value === undefined) return undefined;
    values.push(value);
  } while (cursor.symbol(','));
  if (cursor.symbol(')')) return Object.freeze(values);
  return cursor.fail('unexpected', `',' or ')' is missing before ${shown(cursor.current)}`, hint);
}

/** Those that may follow an amount, for hints. */
const OPERATORS: readonly Keyword[] = ['BETWEEN', 'CONTAINS', 'MATCHES', 'IN', 'IS', 'NOT', 'OF', 'UP', 'DOWN'];

/** What to write where a comparison is missing. */
export function operatorHint(cursor: TokenCursor, subject = ''): string {
  const written = cursor.current.text.toUpperCase();
  if (subject !== '' && cursor.isSymbol('(')) return `Write ${subject} MATCHES (…).`;
  if (written === 'LIKE') return 'Texts and lists have CONTAINS; write = or IN for the whole of a text.';
  const keyword = cursor.current.kind === 'name' ? nearest(written, OPERATORS) : undefined;
  return keyword === undefined
    ? 'Write =, !=, >, >=, <, <=, BETWEEN, IS [NOT] NULL, [NOT] CONTAINS, [NOT] IN or [NOT] MATCHES.'
    : `Did you mean ${keyword}?`;
}
