import type { Duration } from '../tree/amount.js';
import type { Condition, Step } from '../tree/condition.js';
import { parseRows } from './parse-rows.js';
import { span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

const HINT = 'Write SEQUENCE (events.product_viewed THEN orders_placed WITHIN 7d).';

/** Reads `SEQUENCE (…)`, whose keyword is the current token. */
export function parseSequence(cursor: TokenCursor): Condition | undefined {
  const keyword = cursor.advance().place;
  if (!cursor.symbol('(')) return cursor.fail('unexpected', `'(' is missing after SEQUENCE`, HINT);
  const steps: Step[] = [];
  do {
    const step = parseStep(cursor);
    if (step === undefined) return undefined;
    steps.push(step);
  } while (cursor.keyword('THEN'));
  if (!cursor.symbol(')')) {
    return cursor.fail('unexpected', `THEN or ')' is missing before ${shown(cursor.current)}`, HINT);
  }
  const place = { whole: span(keyword, cursor.passed), name: keyword };
  return cursor.node({ kind: 'sequence', steps: Object.freeze(steps) }, place);
}

function parseStep(cursor: TokenCursor): Step | undefined {
  const start = cursor.current.place;
  const negated = cursor.keyword('NOT');
  const { current } = cursor;
  if (current.kind !== 'name') {
    return cursor.fail('unexpected', `A step begins with the name of rows, not with ${shown(current)}`, HINT);
  }
  const rows = parseRows(cursor, current);
  if (rows === undefined) return undefined;
  const within = cursor.keyword('WITHIN') ? parseDuration(cursor) : null;
  if (within === undefined) return undefined;
  const place = { whole: span(start, cursor.passed), name: current.place };
  return cursor.node({ rows, negated, within }, place);
}

function parseDuration(cursor: TokenCursor): Duration | undefined {
  const { current } = cursor;
  if (current.kind !== 'duration') {
    const hint = 'Write WITHIN 7d, with d, w, m, y, h or min.';
    return cursor.fail('unexpected', `WITHIN takes a length of time, not ${shown(current)}`, hint);
  }
  cursor.advance();
  return cursor.node(current.duration, { whole: current.place });
}
