import type { BooleanReading, CodedReading, KeyReading, SeveralReading, TextReading } from '../catalogue/reading.js';
import type { Amount } from '../tree/amount.js';
import type { ComparisonOperator, ValueTest } from '../tree/test.js';
import type { AmountSql } from './amount.js';
import type { Scope } from './scope.js';
import { all, oneOf } from './sql-logic.js';

/** SQL of a test of something that is only ever equal or not: false where it is absent. */
export function compileEquality(
  reading: TextReading | CodedReading | KeyReading | BooleanReading | SeveralReading,
  test: ValueTest,
  scope: Scope,
): string {
  if (reading.kind === 'boolean') return compileBoolean(reading, test, scope);
  const { values, negated } = namedValues(test);
  // The empty text is how absence is stored, so no value equals it.
  const named = values.filter((value) => value !== '');
  switch (reading.kind) {
    case 'text': {
      const text = scope.read(reading.value);
      const texts = (reading.isWritten ? values : named).map((value) => scope.param('String', value));
      return oneOf(text, reading.isWritten ? null : `${text} != ''`, negated, texts);
    }
    case 'key': {
      const key = scope.read(reading.key);
      const keys = named.map((value) => keyOf(value, scope));
      return oneOf(key, `${key} != 0`, negated, keys);
    }
    case 'several': {
      const fits =
        named.length === 0
          ? '0'
          : reading.hasAny(
              named.map((text) => text.toLowerCase()),
              scope,
            );
      return negated ? `NOT (${fits})` : fits;
    }
    case 'coded': {
      const codes = named.map((value) => reading.values.indexOf(value) + 1).filter((position) => position > 0);
      const code = scope.read(reading.code);
      return oneOf(code, `${code} != 0`, negated, codes.map(String));
    }
  }
}

function compileBoolean(reading: BooleanReading, test: ValueTest, scope: Scope): string {
  if (test.kind !== 'comparison' || test.value.kind !== 'boolean') throw new Error('true or false is equal or not');
  const { operator, value } = test;
  const isTrue = value.value === (operator === '=');
  const said = scope.read(reading.value);
  return all(reading.present && scope.read(reading.present), isTrue ? said : `NOT ${said}`);
}

/** SQL of the hash that a text is stored as where it is only compared for equality. */
export function keyOf(text: string, scope: Scope): string {
  return `sipHash64(${scope.param('String', text)})`;
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

/** SQL of a text that is compared with another one: itself where it is stored, else only its hash. */
export interface TextSql {
  readonly text: (() => string) | undefined;
  readonly key: () => string;
  readonly present: string | null;
}

/** Undefined for what is no text. */
export function textSql(reading: AmountSql, scope: Scope): TextSql | undefined {
  switch (reading.kind) {
    case 'text': {
      const text = () => scope.read(reading.value);
      return { text, key: () => `sipHash64(${text()})`, present: reading.isWritten ? null : `${text()} != ''` };
    }
    case 'coded': {
      const values = `[${reading.values.map((value) => scope.param('String', value)).join(', ')}]`;
      const text = () => `${values}[${scope.read(reading.code)}]`;
      return { text, key: () => `sipHash64(${text()})`, present: `${scope.read(reading.code)} != 0` };
    }
    case 'key': {
      const stored = reading.text;
      const key = () => scope.read(reading.key);
      return { text: stored === undefined ? undefined : () => scope.read(stored), key, present: `${key()} != 0` };
    }
    default:
      return undefined;
  }
}

/** SQL that two texts, where both are there, are equal or not. */
export function compareTexts(left: TextSql, operator: ComparisonOperator, right: TextSql): string {
  const [a, b] = left.text && right.text ? [left.text(), right.text()] : [left.key(), right.key()];
  return all(left.present, right.present, `${a} ${operator} ${b}`);
}
