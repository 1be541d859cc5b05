import type { Condition } from '../tree/condition.js';
import { parseClause } from './parse-clause.js';
import { parseHead, parseTail } from './parse-scaffold.js';
import { span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

/** Reads all tokens as one condition; undefined when there are errors. */
export function parseCondition(cursor: TokenCursor): Condition | undefined {
  const isWhole = parseHead(cursor);
  if (isWhole === undefined) return undefined;
  if (cursor.atEnd) {
    return cursor.fail('empty', 'The query is empty', 'Write a condition, such as number_of_orders >= 2.');
  }
  const condition = parseOr(cursor);
  while (!cursor.atEnd) {
    if (isWhole && cursor.isKeyword('GROUP', 'ORDER')) {
      parseTail(cursor);
      continue;
    }
    if (cursor.isSymbol(')'))
      cursor.fail('unexpected', 'This parenthesis closes nothing', 'Remove it, or open one before.');
    else cursor.fail('unexpected', `${shown(cursor.current)} is unexpected here`, strayHint(cursor));
    cursor.advance();
    cursor.recover(cursor.open);
    if (cursor.keyword('AND', 'OR')) parseOr(cursor);
  }
  return condition;
}

function parseOr(cursor: TokenCursor): Condition | undefined {
  return parseJoined(cursor, 'or', () => cursor.keyword('OR'), parseAnd);
}

function parseAnd(cursor: TokenCursor): Condition | undefined {
  return parseJoined(cursor, 'and', () => cursor.keyword('AND') || connectorIsMissing(cursor), parseUnary);
}

/** Reports two conditions side by side, and reads on as if AND stood between them. */
function connectorIsMissing(cursor: TokenCursor): boolean {
  const begins = cursor.current.kind === 'name' || cursor.isKeyword('NOT', 'SEQUENCE') || cursor.isSymbol('(');
  if (begins) cursor.fail('unexpected', `AND or OR is missing before ${shown(cursor.current)}`, besideHint(cursor));
  return begins;
}

/** One or more parts with a connector between them; parts of the same kind are taken apart, since both say the same. */
function parseJoined(
  cursor: TokenCursor,
  kind: 'and' | 'or',
  connects: () => boolean,
  parsePart: (cursor: TokenCursor) => Condition | undefined,
): Condition | undefined {
  const start = cursor.current.place;
  const parts = [parsePart(cursor)];
  while (connects()) parts.push(parsePart(cursor));
  if (parts.length === 1) return parts[0];
  const read = parts.filter((part) => part !== undefined);
  if (read.length < parts.length) return undefined;
  const conditions = read.flatMap((part) => (part.kind === kind ? part.conditions : [part]));
  return cursor.node({ kind, conditions: Object.freeze(conditions) }, { whole: span(start, cursor.passed) });
}

function parseUnary(cursor: TokenCursor): Condition | undefined {
  const start = cursor.current.place;
  if (cursor.isKeyword('NOT')) {
    return cursor.deeper(() => {
      cursor.advance();
      const condition = parseUnary(cursor);
      if (condition === undefined) return undefined;
      return cursor.node({ kind: 'not', condition }, { whole: span(start, cursor.passed), operator: start });
    });
  }
  return cursor.isSymbol('(') && !opensAmount(cursor) ? cursor.deeper(() => parseGroup(cursor)) : parseClause(cursor);
}

const AFTER_AMOUNT_SYMBOLS: readonly string[] = ['+', '-', '*', '/', '=', '!=', '>', '>=', '<', '<='];
const AFTER_AMOUNT_KEYWORDS: readonly string[] = ['BETWEEN', 'NOT', 'IN', 'IS'];

/** Whether the parenthesis that opens here holds an amount rather than a condition: what follows its end tells. */
function opensAmount(cursor: TokenCursor): boolean {
  const after = cursor.afterGroup;
  if (after.kind === 'symbol') return AFTER_AMOUNT_SYMBOLS.includes(after.symbol);
  return after.kind === 'keyword' && AFTER_AMOUNT_KEYWORDS.includes(after.keyword);
}

function parseGroup(cursor: TokenCursor): Condition | undefined {
  const open = cursor.open;
  const opening = cursor.advance().place;
  const condition = parseOr(cursor);
  if (cursor.symbol(')')) return condition;
  if (cursor.atEnd) return cursor.fail('unclosed', 'This parenthesis is never closed', 'Add ).', opening);
  cursor.fail(
    'unexpected',
    `${shown(cursor.current)} is unexpected here`,
    'Join conditions with AND or OR, or close with ).',
  );
  cursor.recover(open + 1);
  cursor.symbol(')');
  return undefined;
}

/** Two words side by side are most often a text without quotes. */
function besideHint(cursor: TokenCursor): string {
  const [before, after] = [cursor.ahead(-1), cursor.current];
  if (before.kind !== 'name' || after.kind !== 'name') return 'Join conditions with AND or OR.';
  return `Text stands in single quotes: '${`${before.text} ${after.text}`.slice(0, 40)}'.`;
}

function strayHint(cursor: TokenCursor): string {
  if (cursor.isKeyword('GROUP', 'ORDER')) return 'It has a place only after FROM customers … WHERE.';
  if (cursor.isKeyword('WHERE', 'FROM', 'SHOW')) return 'Write FROM customers WHERE, or the condition alone.';
  return cursor.isSymbol(',')
    ? 'Numbers are written without commas; lists stand in parentheses after IN.'
    : 'Join conditions with AND or OR.';
}
