import type { Parameter, Rows } from '../tree/rows.js';
import type { ParameterTest } from '../tree/test.js';
import { parseCoordinates } from './parse-coordinates.js';
import { parseTest } from './parse-test.js';
import { type Place, span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

/** Of rows without parentheses. */
const NO_PARAMETERS: readonly Parameter[] = Object.freeze([]);

/** Reads rows, whose name is the current token, with their parameters where there are some. */
export function parseRows(
  cursor: TokenCursor,
  { name, place }: { readonly name: string; readonly place: Place },
): Rows | undefined {
  cursor.advance();
  const parameters = cursor.isSymbol('(') ? parseParameters(cursor) : NO_PARAMETERS;
  if (parameters === undefined) return undefined;
  return cursor.node({ name, parameters }, { whole: span(place, cursor.passed), name: place });
}

/** Reads the parameters of rows in their parentheses. */
export function parseParameters(cursor: TokenCursor): readonly Parameter[] | undefined {
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
  const { current } = cursor;
  if (current.kind !== 'name') {
    const hint = 'Write its name, a comparison and a value: count >= 2.';
    return cursor.fail('unexpected', `The name of a parameter is missing before ${shown(current)}`, hint);
  }
  cursor.advance();
  const { name } = current;
  const parsed = name === 'coordinates' ? parseCoordinatesTest(cursor) : parseTest(cursor, name);
  if (parsed === undefined) return undefined;
  if (parsed === 'none') {
    const message = `After the parameter ${name} comes a comparison, not ${shown(cursor.current)}`;
    const hint = cursor.isSymbol(':')
      ? `Write ${name} = …, or the older form without MATCHES.`
      : 'Write =, !=, >, >=, <, <=, BETWEEN, [NOT] IN, [NOT] CONTAINS or IS [NOT] NULL.';
    return cursor.fail('unexpected', message, hint);
  }
  const place = { whole: span(current.place, cursor.passed), name: current.place, operator: parsed.operator };
  return cursor.node({ name, test: parsed.test }, place);
}

function parseCoordinatesTest(cursor: TokenCursor): ReturnType<typeof parseTest> {
  const operator = cursor.current.place;
  if (!cursor.symbol('=')) return 'none';
  const value = parseCoordinates(cursor);
  const test: ParameterTest | undefined = value && { kind: 'comparison', operator: '=', value };
  return test && { test: Object.freeze(test), operator };
}
