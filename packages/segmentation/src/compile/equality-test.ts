import type { CodedReading, KeyReading, TextReading } from '../catalogue/reading.js';
import type { Amount } from '../tree/amount.js';
import type { ValueTest } from '../tree/test.js';
import type { Scope } from './scope.js';
import { all } from './sql-logic.js';

/** SQL of a test of something that is only ever equal or not: false where it is absent. */
export function compileEquality(
  reading: TextReading | CodedReading | KeyReading,
  test: ValueTest,
  scope: Scope,
): string {
  const { values, negated } = namedValues(test);
  // The empty text is how absence is stored, so no value equals it.
  const named = values.filter((value) => value !== '');
  switch (reading.kind) {
    case 'text':
      return oneOf(
        scope.read(reading.value),
        "''",
        negated,
        named.map((value) => scope.param('String', value)),
      );
    case 'key': {
      const keys = named.map((value) => `sipHash64(${scope.param('String', value)})`);
      return oneOf(scope.read(reading.key), '0', negated, keys);
    }
    case 'coded': {
      const codes = named.map((value) => reading.values.indexOf(value) + 1).filter((position) => position > 0);
      return oneOf(scope.read(reading.code), '0', negated, codes.map(String));
    }
  }
}

function oneOf(column: string, absent: string, negated: boolean, values: readonly string[]): string {
  const present = `${column} != ${absent}`;
  if (values.length === 0) return negated ? present : '0';
  const among = values.length === 1 ? `${column} = ${values[0]}` : `${column} IN (${values.join(', ')})`;
  return negated ? all(present, `NOT (${among})`) : among;
}

/** The values that a test names, and whether it asks for anything but them. */
function namedValues(test: ValueTest): { readonly values: readonly string[]; readonly negated: boolean } {
  if (test.kind === 'in') return { values: test.values.map(textOf), negated: test.negated };
  if (test.kind === 'comparison' && (test.operator === '=' || test.operator === '!=')) {
    return { values: [textOf(test.value)], negated: test.operator === '!=' };
  }
  throw new Error('text is equal or not, never more or less');
}

/** The text of a literal; an unquoted number in the place of an id is the same text. */
export function textOf(literal: Amount): string {
  if (literal.kind === 'text') return literal.value;
  if (literal.kind === 'number') return literal.digits;
  throw new Error(`a ${literal.kind} stands where text belongs`);
}
