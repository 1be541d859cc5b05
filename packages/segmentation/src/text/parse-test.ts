import { COMPARISON_OPERATORS, type ParameterTest } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import { type Place, span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

/** A comparison or BETWEEN, which attributes and parameters have alike, and where its sign or keyword stands. */
export interface ParsedTest {
  readonly test: Exclude<ParameterTest, { readonly kind: 'in' }>;
  readonly operator: Place;
}

/** Reads a comparison or BETWEEN of the named thing; `none` when neither comes next, undefined after a fault. */
export function parseTest(cursor: TokenCursor, name: string): ParsedTest | 'none' | undefined {
  const { current } = cursor;
  if (cursor.keyword('BETWEEN')) {
    const from = parseValue(cursor, name);
    if (from === undefined) return undefined;
    if (!cursor.keyword('AND')) {
      const hint = `Write ${name} BETWEEN the smallest AND the largest value.`;
      return cursor.fail('unexpected', `AND is missing before ${shown(cursor.current)}`, hint);
    }
    const to = parseValue(cursor, name);
    return to && { test: { kind: 'between', from, to }, operator: current.place };
  }
  const operator = current.kind === 'symbol' ? COMPARISON_OPERATORS.find((each) => each === current.symbol) : undefined;
  if (operator === undefined) return 'none';
  cursor.advance();
  const value = parseValue(cursor, name);
  return value && { test: { kind: 'comparison', operator, value }, operator: current.place };
}

/** Reads a list of values in parentheses. */
export function parseList(cursor: TokenCursor, name: string): readonly Literal[] | undefined {
  const hint = `Write ${name} IN (one, another).`;
  if (!cursor.symbol('(')) return cursor.fail('unexpected', `'(' is missing before ${shown(cursor.current)}`, hint);
  const values: Literal[] = [];
  do {
    const value = parseValue(cursor, name);
    if (value === undefined) return undefined;
    values.push(value);
  } while (cursor.symbol(','));
  if (cursor.symbol(')')) return Object.freeze(values);
  return cursor.fail('unexpected', `',' or ')' is missing before ${shown(cursor.current)}`, hint);
}

/** Reads one value. */
export function parseValue(cursor: TokenCursor, name: string): Literal | undefined {
  const { current } = cursor;
  if (current.kind === 'literal') {
    cursor.advance();
    return cursor.node(current.literal, { whole: span(current.place, current.place) });
  }
  return cursor.fail('unexpected', `A value is missing before ${shown(current)}`, valueHint(cursor, name));
}

function valueHint(cursor: TokenCursor, name: string): string {
  if (cursor.isKeyword('NULL')) return `Write ${name} IS NULL or ${name} IS NOT NULL.`;
  if (cursor.current.kind === 'name') return `Text stands in single quotes: '${cursor.current.text.slice(0, 40)}'.`;
  return "Values are 'text', 12.50, 2024-05-01, -7d, today, true or false.";
}
