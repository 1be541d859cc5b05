import type { Amount, CalculationOperator } from '../tree/amount.js';
import { parseRows } from './parse-rows.js';
import { type Place, span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

/** Reads an amount; `subject` is what messages call the thing that it belongs to. */
export function parseAmount(cursor: TokenCursor, subject: string): Amount | undefined {
  const amount = parseChain(cursor, ['+', '-'], () =>
    parseChain(cursor, ['*', '/'], () => parseFactor(cursor, subject)),
  );
  const { current } = cursor;
  if (amount !== undefined && current.kind === 'literal' && /^[+-]/.test(current.text)) {
    const sign = current.text.slice(0, 1);
    return cursor.fail('unexpected', `${shown(current)} is unexpected here`, `Write blanks around ${sign}.`);
  }
  return amount;
}

/** What messages call an amount. */
export function nameOfAmount(amount: Amount): string {
  return amount.kind === 'attribute' ? amount.name : 'this amount';
}

/** Parts with operators of one rank between them, from left to right. */
function parseChain(
  cursor: TokenCursor,
  operators: readonly CalculationOperator[],
  parsePart: () => Amount | undefined,
): Amount | undefined {
  const start = cursor.current.place;
  let amount = parsePart();
  while (amount !== undefined) {
    const { current } = cursor;
    const operator = current.kind === 'symbol' ? operators.find((each) => each === current.symbol) : undefined;
    if (operator === undefined) return amount;
    cursor.advance();
    const right = parsePart();
    if (right === undefined) return undefined;
    const place = { whole: span(start, cursor.passed), operator: current.place };
    amount = cursor.calculation({ kind: 'calculation', operator, left: amount, right }, place);
  }
  return undefined;
}

function parseFactor(cursor: TokenCursor, subject: string): Amount | undefined {
  const { current } = cursor;
  const place = { whole: current.place };
  switch (current.kind) {
    case 'literal':
      cursor.advance();
      return cursor.node(current.literal, place);
    case 'duration':
      cursor.advance();
      return cursor.node(current.duration, place);
    case 'name':
      cursor.advance();
      if (cursor.keyword('OF')) return parseMeasure(cursor, current.name, current.place);
      return cursor.node({ kind: 'attribute', name: current.name }, { ...place, name: current.place });
    default:
      if (cursor.isSymbol('(')) return cursor.deeper(() => parseGroup(cursor, subject));
      return cursor.fail('unexpected', `A value is missing before ${shown(current)}`, valueHint(cursor, subject));
  }
}

function parseGroup(cursor: TokenCursor, subject: string): Amount | undefined {
  const opening = cursor.advance().place;
  const amount = parseAmount(cursor, subject);
  if (amount === undefined || cursor.symbol(')')) return amount;
  if (cursor.atEnd) return cursor.fail('unclosed', 'This parenthesis is never closed', 'Add ).', opening);
  return cursor.fail('unexpected', `')' is missing before ${shown(cursor.current)}`, 'Close the calculation with ).');
}

function parseMeasure(cursor: TokenCursor, name: string, place: Place): Amount | undefined {
  const { current } = cursor;
  if (current.kind !== 'name') {
    const hint = `Write ${name} OF orders_placed (date >= -90d).`;
    return cursor.fail('unexpected', `The name of rows is missing before ${shown(current)}`, hint);
  }
  const rows = parseRows(cursor, current);
  if (rows === undefined) return undefined;
  return cursor.node({ kind: 'measure', name, rows }, { whole: span(place, cursor.passed), name: place });
}

function valueHint(cursor: TokenCursor, subject: string): string {
  if (cursor.isKeyword('NULL')) return `Write ${subject} IS NULL or ${subject} IS NOT NULL.`;
  return "Values are 'text', 12.50, 2024-05-01, -7d, today, true, false, and the names of attributes.";
}
