import type { Amount } from '../tree/amount.js';
import type { Condition } from '../tree/condition.js';
import type { Test } from '../tree/test.js';
import { nameOfAmount, parseAmount } from './parse-amount.js';
import { parseAnniversary } from './parse-anniversary.js';
import { isOldCall, parseOldCall } from './parse-old-call.js';
import { parsePercent } from './parse-percent.js';
import { parseParameters } from './parse-rows.js';
import { parseSequence } from './parse-sequence.js';
import { operatorHint, parseTest } from './parse-test.js';
import { type Place, span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

/** Reads one condition that is none of AND, OR and NOT; after a fault it goes on to the next connector. */
export function parseClause(cursor: TokenCursor): Condition | undefined {
  const open = cursor.open;
  const condition = parseAny(cursor);
  if (condition === undefined) cursor.recover(open);
  return condition;
}

function parseAny(cursor: TokenCursor): Condition | undefined {
  const { current } = cursor;
  if (cursor.isKeyword('SEQUENCE')) return parseSequence(cursor);
  if (current.kind === 'name') {
    if (current.name === 'in_segment') return parseReference(cursor, 'in_segment');
    if (current.name === 'added_to' || current.name === 'excluded_from') return parseReference(cursor, current.name);
    if (current.name === 'in_sample') return parseSample(cursor);
    if (current.name === 'in_hold_out') return parseHoldOut(cursor);
    if (current.name === 'anniversary') return parseAnniversary(cursor);
    if (isOldCall(cursor)) return parseOldCall(cursor, current.name);
  } else if (current.kind !== 'literal' && current.kind !== 'duration' && !cursor.isSymbol('(')) {
    const hint = 'Write a condition, such as number_of_orders >= 2.';
    return cursor.fail(
      'unexpected',
      `A condition begins with the name of an attribute, not with ${shown(current)}`,
      hint,
    );
  }
  const amount = parseAmount(cursor, 'a value');
  return amount && parseTested(cursor, amount, current.place);
}

function parseReference(cursor: TokenCursor, form: 'in_segment' | 'added_to' | 'excluded_from'): Condition | undefined {
  const name = cursor.advance();
  const hint = `Write ${form}('its-handle').`;
  if (!cursor.symbol('(')) return cursor.fail('unexpected', `'(' is missing after ${form}`, hint);
  const found = cursor.current;
  if (found.kind !== 'literal' || found.literal.kind !== 'text') {
    return cursor.fail('unexpected', `${form} takes the handle of a segment, not ${shown(found)}`, hint);
  }
  cursor.advance();
  if (!cursor.symbol(')')) return cursor.fail('unexpected', `')' is missing before ${shown(cursor.current)}`, hint);
  const place = { whole: span(name.place, cursor.passed), name: found.place };
  const handle = found.literal.value;
  if (form === 'in_segment') return cursor.node({ kind: 'segment', handle }, place);
  return cursor.node({ kind: 'listed', as: form === 'added_to' ? 'added' : 'excluded', handle }, place);
}

function parseHoldOut(cursor: TokenCursor): Condition | undefined {
  const name = cursor.advance();
  for (const bracket of ['(', ')'] as const) {
    if (cursor.symbol(bracket)) continue;
    return cursor.fail('unexpected', `'${bracket}' is missing before ${shown(cursor.current)}`, 'Write in_hold_out().');
  }
  const whole = span(name.place, cursor.passed);
  return cursor.node({ kind: 'hold-out' }, { whole, name: name.place });
}

function parseSample(cursor: TokenCursor): Condition | undefined {
  const name = cursor.advance();
  const hint = "Write in_sample(10%, 'a-seed').";
  if (!cursor.symbol('(')) return cursor.fail('unexpected', `'(' is missing after in_sample`, hint);
  const percent = parsePercent(cursor, '');
  if (percent === undefined) return undefined;
  const seed = cursor.symbol(',') ? cursor.advance() : cursor.current;
  if (seed.kind !== 'literal' || seed.literal.kind !== 'text') {
    return cursor.fail(
      'unexpected',
      `in_sample takes a text that names the draw, not ${shown(seed)}`,
      hint,
      seed.place,
    );
  }
  if (!cursor.symbol(')')) return cursor.fail('unexpected', `')' is missing before ${shown(cursor.current)}`, hint);
  const whole = span(name.place, cursor.passed);
  return cursor.node({ kind: 'sample', percent, seed: seed.literal.value }, { whole, name: seed.place });
}

/** Reads what follows an amount, and looks which condition it was. */
function parseTested(cursor: TokenCursor, amount: Amount, begin: Place): Condition | undefined {
  const { current } = cursor;
  const name = nameOfAmount(amount);
  const finish = (test: Test, operator: Place): Condition =>
    cursor.node({ kind: 'test', amount, test }, { whole: span(begin, cursor.passed), name: begin, operator });

  const next = cursor.isKeyword('NOT') ? cursor.ahead(1) : current;
  if (next.kind === 'keyword' && (next.keyword === 'MATCHES' || next.keyword === 'NOT_MATCHES')) {
    return parseMatch(cursor, amount, begin);
  }
  if (next.kind === 'keyword' && next.keyword === 'CONTAINS' && amount.kind !== 'attribute') {
    return cursor.fail('unexpected', 'CONTAINS follows the name of an attribute alone', 'Write it before CONTAINS.');
  }
  if (cursor.isKeyword('IN') && cursor.aheadIsKeyword('TOP', 'BOTTOM')) {
    const operator = cursor.advance().place;
    const side = cursor.isKeyword('TOP') ? 'top' : 'bottom';
    cursor.advance();
    const percent = parsePercent(cursor, `${side.toUpperCase()} `);
    return percent === undefined ? undefined : finish(Object.freeze({ kind: 'percentile', side, percent }), operator);
  }
  if (cursor.isKeyword('UP', 'DOWN')) return parseTrend(cursor, amount, finish);
  const parsed = parseTest(cursor, name);
  if (parsed !== 'none') return parsed && finish(parsed.test, parsed.operator);
  return cursor.fail(
    'unexpected',
    `After ${name} comes a comparison, not ${shown(cursor.current)}`,
    operatorHint(cursor, name),
  );
}

function parseMatch(cursor: TokenCursor, amount: Amount, begin: Place): Condition | undefined {
  const start = cursor.current.place;
  const negated = cursor.isKeyword('NOT_MATCHES') || cursor.keyword('NOT');
  cursor.advance();
  const operator = span(start, cursor.passed);
  if (amount.kind !== 'attribute') {
    return cursor.fail('unexpected', 'MATCHES follows the name of rows', 'Write orders_placed MATCHES (…).', operator);
  }
  const parameters = parseParameters(cursor);
  if (parameters === undefined) return undefined;
  const place = { whole: span(begin, cursor.passed), name: begin, operator };
  const rows = cursor.node({ name: amount.name, parameters }, { whole: place.whole, name: begin });
  return cursor.node({ kind: 'match', rows, negated }, place);
}

function parseTrend(
  cursor: TokenCursor,
  amount: Amount,
  finish: (test: Test, operator: Place) => Condition,
): Condition | undefined {
  const direction = cursor.isKeyword('UP') ? 'up' : 'down';
  const start = cursor.advance().place;
  const hint = `Write sum_amount OF orders_placed (date >= -90d) ${direction.toUpperCase()} BY 50%.`;
  if (amount.kind !== 'measure') {
    return cursor.fail('unexpected', `${direction.toUpperCase()} follows a measure with OF`, hint, start);
  }
  if (!cursor.keyword('BY')) return cursor.fail('unexpected', `BY is missing before ${shown(cursor.current)}`, hint);
  const operator = span(start, cursor.passed);
  const percent = parsePercent(cursor, `${direction.toUpperCase()} BY `, direction === 'up');
  return percent === undefined ? undefined : finish(Object.freeze({ kind: 'trend', direction, percent }), operator);
}
