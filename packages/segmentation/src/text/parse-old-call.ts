import type { Condition } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import type { Parameter } from '../tree/rows.js';
import type { ComparisonOperator, ParameterTest } from '../tree/test.js';
import { parseCoordinates } from './parse-coordinates.js';
import { type Place, span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

/** A parameter as the older form has it, with the test that it stands for. */
interface OldParameter {
  readonly name: string;
  readonly place: Place;
  readonly test: ParameterTest;
  readonly whole: Place;
}

/** Whether what follows is `name(…: …)` or `name()`: Shopify's form before 2026-10. */
export function isOldCall(cursor: TokenCursor): boolean {
  const [open, first, second] = [cursor.ahead(1), cursor.ahead(2), cursor.ahead(3)];
  if (cursor.current.kind !== 'name' || open.kind !== 'symbol' || open.symbol !== '(') return false;
  if (first.kind === 'symbol') return first.symbol === ')';
  return first.kind === 'name' && second.kind === 'symbol' && second.symbol === ':';
}

/** Reads `f(p: v, …) = true`: rows that match, or do not. */
export function parseOldCall(cursor: TokenCursor, name: string): Condition | undefined {
  const start = cursor.advance().place;
  cursor.advance();
  const old: OldParameter[] = [];
  if (!cursor.isSymbol(')')) {
    do {
      const parameter = parseOldParameter(cursor, name);
      if (parameter === undefined) return undefined;
      old.push(parameter);
    } while (cursor.symbol(','));
  }
  if (!cursor.symbol(')')) {
    return cursor.fail(
      'unexpected',
      `',' or ')' is missing before ${shown(cursor.current)}`,
      `Write ${name}(…) = true.`,
    );
  }
  const operator = cursor.current;
  const equal = cursor.isSymbol('=');
  const value = cursor.ahead(1);
  if (!(equal || cursor.isSymbol('!=')) || value.kind !== 'literal' || value.literal.kind !== 'boolean') {
    const hint = `Write = true or = false; how often is a parameter: ${name} MATCHES (count > 1).`;
    return cursor.fail(
      'unexpected',
      `${name}(…) is only ever true or false, and ${shown(operator)} is not for it`,
      hint,
    );
  }
  cursor.advance();
  cursor.advance();
  const parameters = withSpan(old).map(
    ({ place, whole, ...parameter }): Parameter => cursor.node(parameter, { whole, name: place, operator: place }),
  );
  const place = { whole: span(start, cursor.passed), name: start, operator: operator.place };
  const rows = cursor.node({ name, parameters: Object.freeze(parameters) }, { whole: place.whole, name: start });
  return cursor.node({ kind: 'match', rows, negated: value.literal.value !== equal }, place);
}

function parseOldParameter(cursor: TokenCursor, rows: string): OldParameter | undefined {
  const { current } = cursor;
  if (current.kind !== 'name') {
    return cursor.fail(
      'unexpected',
      `The name of a parameter is missing before ${shown(current)}`,
      `Write ${rows}(date: today).`,
    );
  }
  cursor.advance();
  if (!cursor.symbol(':')) {
    const hint = `Write ${rows} MATCHES (…), which takes comparisons.`;
    return cursor.fail('unexpected', `':' is missing before ${shown(cursor.current)}`, hint);
  }
  const start = cursor.current;
  const values = current.name === 'coordinates' ? pointValue(cursor) : parseValues(cursor, rows, current.name);
  if (values === undefined) return undefined;
  const whole = span(current.place, cursor.passed);
  if (current.name === 'date' && start.kind === 'literal' && start.literal.kind === 'offset') {
    cursor.warnings.push({
      code: 'single-day',
      message: `date: ${start.text} is that one day`,
      hint: `Write since: ${start.text} for the days from then on.`,
      ...whole,
    });
  }
  const [value] = values.literals;
  const { name, operator } = OLD_NAMES.get(current.name) ?? { name: current.name, operator: '=' };
  const test: ParameterTest =
    values.isList || value === undefined
      ? { kind: 'in', values: Object.freeze(values.literals), negated: false }
      : { kind: 'comparison', operator, value };
  return { name, place: current.place, test: Object.freeze(test), whole };
}

/** Parameters of the older form that are a comparison with another one. */
const OLD_NAMES: ReadonlyMap<string, { readonly name: string; readonly operator: ComparisonOperator }> = new Map([
  ['since', { name: 'date', operator: '>=' }],
  ['until', { name: 'date', operator: '<=' }],
  ['count_at_least', { name: 'count', operator: '>=' }],
]);

/** `since` and `until` together are one BETWEEN. */
function withSpan(parameters: readonly OldParameter[]): readonly OldParameter[] {
  const bound = (operator: string) =>
    parameters.find(({ name, test }) => name === 'date' && test.kind === 'comparison' && test.operator === operator);
  const [since, until] = [bound('>='), bound('<=')];
  if (since?.test.kind !== 'comparison' || until?.test.kind !== 'comparison') return parameters;
  const test = Object.freeze({ kind: 'between', from: since.test.value, to: until.test.value } as const);
  return parameters
    .filter((parameter) => parameter !== until)
    .map((parameter) => (parameter === since ? { ...since, test } : parameter));
}

interface Values {
  readonly literals: readonly Literal[];
  readonly isList: boolean;
}

function pointValue(cursor: TokenCursor): Values | undefined {
  const point = parseCoordinates(cursor);
  return point && { literals: [point], isList: false };
}

function parseValues(cursor: TokenCursor, rows: string, name: string): Values | undefined {
  const isList = cursor.symbol('(');
  const literals: Literal[] = [];
  do {
    const { current } = cursor;
    if (current.kind !== 'literal') {
      const hint =
        current.kind === 'name'
          ? `Text stands in single quotes: '${current.text.slice(0, 40)}'.`
          : `Write ${rows} MATCHES (${name} ${current.kind === 'symbol' ? current.text : '='} …), which takes comparisons.`;
      return cursor.fail(
        'unexpected',
        `${shown(current)} is unexpected here: ${name}: is followed by a plain value`,
        hint,
      );
    }
    cursor.advance();
    literals.push(cursor.node(current.literal, { whole: current.place }));
  } while (isList && cursor.symbol(','));
  if (!isList || cursor.symbol(')')) return { literals, isList };
  return cursor.fail('unexpected', `',' or ')' is missing before ${shown(cursor.current)}`, 'Close the list with ).');
}
