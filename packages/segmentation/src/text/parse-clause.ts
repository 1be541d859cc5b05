import { parseDecimal, toMillionths } from '@clientele/model';
import type { Condition, Parameter, Percentile } from '../tree/condition.js';
import { nearest } from './nearest.js';
import { parseList, parseTest, parseValue } from './parse-test.js';
import { type Place, span } from './place.js';
import { shown } from './shown.js';
import { KEYWORDS, type Token } from './token.js';
import type { TokenCursor } from './token-cursor.js';

const MOST_MILLIONTHS = 100_000_000n;

/** Reads one condition about one attribute, segment or function; after a fault it goes on to the next connector. */
export function parseClause(cursor: TokenCursor): Condition | undefined {
  const open = cursor.open;
  const condition = parseNamed(cursor);
  if (condition === undefined) cursor.recover(open);
  return condition;
}

function parseNamed(cursor: TokenCursor): Condition | undefined {
  const name = cursor.current;
  if (name.kind !== 'name') {
    const hint = 'Write a condition, such as number_of_orders >= 2.';
    return cursor.fail('unexpected', `A condition begins with the name of an attribute, not with ${shown(name)}`, hint);
  }
  cursor.advance();
  return name.text === 'in_segment' ? parseReference(cursor, name) : parseOperator(cursor, name);
}

function parseReference(cursor: TokenCursor, name: Token): Condition | undefined {
  const hint = "Write in_segment('its-handle').";
  if (!cursor.symbol('(')) return cursor.fail('unexpected', `'(' is missing after in_segment`, hint);
  const handle = cursor.current;
  if (handle.kind !== 'literal' || handle.literal.kind !== 'text') {
    return cursor.fail('unexpected', `in_segment takes the handle of a segment, not ${shown(handle)}`, hint);
  }
  cursor.advance();
  if (!cursor.symbol(')')) return cursor.fail('unexpected', `')' is missing before ${shown(cursor.current)}`, hint);
  const whole = span(name.place, cursor.passed);
  return cursor.node({ kind: 'segment', handle: handle.literal.value }, { whole, name: handle.place });
}

function parseOperator(cursor: TokenCursor, name: Token): Condition | undefined {
  const start = cursor.current.place;
  const attribute = name.text;
  const finish = <T extends Condition>(condition: T, operator: Place): T =>
    cursor.node(condition, { whole: span(name.place, cursor.passed), name: name.place, operator });

  if (cursor.keyword('IS')) {
    const present = cursor.keyword('NOT');
    if (!cursor.keyword('NULL')) return cursor.fail('unexpected', `IS must be followed by NULL or NOT NULL`);
    return finish({ kind: 'presence', attribute, present }, span(start, cursor.passed));
  }
  const negated = cursor.keyword('NOT');
  if (cursor.keyword('CONTAINS')) {
    const operator = span(start, cursor.passed);
    const value = parseValue(cursor, attribute);
    return value && finish({ kind: 'contains', attribute, value, negated }, operator);
  }
  if (cursor.keyword('MATCHES')) {
    const operator = span(start, cursor.passed);
    const parameters = parseParameters(cursor);
    return parameters && finish({ kind: 'function', name: attribute, parameters, negated }, operator);
  }
  if (cursor.keyword('IN')) {
    const operator = span(start, cursor.passed);
    if (!negated && cursor.isKeyword('TOP', 'BOTTOM')) {
      const percentile = parsePercentile(cursor, attribute);
      return percentile && finish(percentile, operator);
    }
    const values = parseList(cursor, attribute);
    return values && finish({ kind: 'in', attribute, values, negated }, operator);
  }
  if (negated)
    return cursor.fail('unexpected', `${shown(cursor.current)} cannot follow ${attribute} NOT`, operatorHint(cursor));
  const test = parseTest(cursor, attribute);
  if (test !== 'none') return test && finish({ ...test.test, attribute }, test.operator);
  return cursor.fail(
    'unexpected',
    `After ${attribute} comes a comparison, not ${shown(cursor.current)}`,
    operatorHint(cursor, attribute),
  );
}

function operatorHint(cursor: TokenCursor, attribute = ''): string {
  const written = cursor.current.text.toUpperCase();
  if (attribute !== '' && cursor.isSymbol('(')) return `Write ${attribute} MATCHES (…).`;
  if (/^NOT_\w+$/.test(written)) return `Write ${written.replaceAll('_', ' ')}.`;
  if (written === 'LIKE') return 'Lists have CONTAINS; text is compared whole, with = or IN.';
  const keyword = cursor.current.kind === 'name' ? nearest(written, KEYWORDS) : undefined;
  return keyword === undefined
    ? 'Write =, !=, >, >=, <, <=, BETWEEN, IS [NOT] NULL, [NOT] CONTAINS, [NOT] IN or [NOT] MATCHES.'
    : `Did you mean ${keyword}?`;
}

function parsePercentile(cursor: TokenCursor, attribute: string): Percentile | undefined {
  const side = cursor.isKeyword('TOP') ? 'top' : 'bottom';
  cursor.advance();
  const { current } = cursor;
  const hint = `Write ${side.toUpperCase()} 10%.`;
  if (current.kind !== 'literal' || current.literal.kind !== 'number') {
    return cursor.fail('bad-percent', `A percentage is missing before ${shown(current)}`, hint);
  }
  const percent = parseDecimal(current.literal.digits);
  const millionths = percent === undefined ? 0n : toMillionths(percent);
  if (percent === undefined || millionths <= 0n || millionths > MOST_MILLIONTHS) {
    return cursor.fail('bad-percent', `${shown(current)} is not a percentage above 0 and at most 100`, hint);
  }
  cursor.advance();
  if (!cursor.symbol('%')) return cursor.fail('bad-percent', `'%' is missing before ${shown(cursor.current)}`, hint);
  return { kind: 'percentile', attribute, side, percent };
}

function parseParameters(cursor: TokenCursor): readonly Parameter[] | undefined {
  const hint = 'Write MATCHES (date >= -90d, count >= 2), or MATCHES () for any.';
  if (!cursor.symbol('(')) return cursor.fail('unexpected', `'(' is missing before ${shown(cursor.current)}`, hint);
  const parameters: Parameter[] = [];
  if (cursor.symbol(')')) return Object.freeze(parameters);
  do {
    const parameter = parseParameter(cursor);
    if (parameter === undefined) return undefined;
    parameters.push(parameter);
  } while (cursor.symbol(','));
  if (cursor.symbol(')')) return Object.freeze(parameters);
  const also = cursor.isKeyword('AND', 'OR') ? 'Parameters are separated by commas, and all of them hold.' : hint;
  return cursor.fail('unexpected', `',' or ')' is missing before ${shown(cursor.current)}`, also);
}

function parseParameter(cursor: TokenCursor): Parameter | undefined {
  const name = cursor.current;
  if (name.kind !== 'name') {
    const hint = 'Write its name, a comparison and a value: count >= 2.';
    return cursor.fail('unexpected', `The name of a parameter is missing before ${shown(name)}`, hint);
  }
  cursor.advance();
  const start = cursor.current.place;
  const finish = (test: Parameter['test'], operator: Place): Parameter => {
    const place = { whole: span(name.place, cursor.passed), name: name.place, operator };
    return cursor.node({ name: name.text, test: Object.freeze(test) }, place);
  };
  const negated = cursor.keyword('NOT');
  if (cursor.keyword('IN')) {
    const operator = span(start, cursor.passed);
    const values = parseList(cursor, name.text);
    return values && finish({ kind: 'in', values, negated }, operator);
  }
  const test = negated ? 'none' : parseTest(cursor, name.text);
  if (test !== 'none') return test && finish(test.test, test.operator);
  const message = `After the parameter ${name.text} comes a comparison, not ${shown(cursor.current)}`;
  return cursor.fail('unexpected', message, 'Write =, !=, >, >=, <, <=, BETWEEN or [NOT] IN.');
}
