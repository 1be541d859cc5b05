import type { Condition } from '../tree/condition.js';
import { canonicalName } from '../tree/name.js';
import { operatorHint, parseTest } from './parse-test.js';
import { span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

/** Reads `anniversary('birth_date') = today`; of IS NULL, what matters is the date itself. */
export function parseAnniversary(cursor: TokenCursor): Condition | undefined {
  const start = cursor.advance().place;
  const hint = "Write anniversary('birth_date') BETWEEN today AND +30d.";
  if (!cursor.symbol('(')) return cursor.fail('unexpected', `'(' is missing after anniversary`, hint);
  const label = cursor.current;
  if (label.kind === 'name' && label.name === 'date') {
    cursor.advance();
    if (!cursor.symbol(':')) return cursor.fail('unexpected', `':' is missing before ${shown(cursor.current)}`, hint);
  }
  const text = cursor.current;
  const name = text.kind === 'literal' && text.literal.kind === 'text' ? canonicalName(text.literal.value) : undefined;
  if (name === undefined) {
    return cursor.fail('unexpected', `anniversary takes the name of a date in quotes, not ${shown(text)}`, hint);
  }
  cursor.advance();
  if (!cursor.symbol(')')) return cursor.fail('unexpected', `')' is missing before ${shown(cursor.current)}`, hint);
  const place = { whole: span(start, cursor.passed), name: text.place };
  const parsed = parseTest(cursor, 'anniversary(…)');
  if (parsed === undefined) return undefined;
  if (parsed === 'none') {
    const message = `After anniversary(…) comes a comparison, not ${shown(cursor.current)}`;
    return cursor.fail('unexpected', message, operatorHint(cursor));
  }
  const { test, operator } = parsed;
  const amount =
    test.kind === 'presence'
      ? cursor.node({ kind: 'attribute', name }, place)
      : cursor.node({ kind: 'anniversary', attribute: name }, place);
  return cursor.node({ kind: 'test', amount, test }, { whole: span(start, cursor.passed), name: start, operator });
}
