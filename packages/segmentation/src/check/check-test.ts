import { DECIMAL_DIGITS, DECIMAL_PLACES, parseDecimal } from '@clientele/model';
import type { ValueType } from '../catalogue/attribute.js';
import { nearest } from '../text/nearest.js';
import { printLiteral } from '../text/print-condition.js';
import type { ParameterTest } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import type { Findings } from './findings.js';
import { isOrdered, operatorsOf, TYPE_NAMES } from './value-types.js';

/** What a value is checked against: an attribute's or a parameter's entry. */
export interface Expected {
  readonly type: ValueType;
  readonly values?: readonly string[];
}

/** Checks the operator and the values of a test of something named; `node` is where its operator stands. */
export function checkTest<T extends ParameterTest>(
  test: T,
  node: object,
  name: string,
  expected: Expected,
  findings: Findings,
): ParameterTest {
  const check = (literal: Literal) => checkValue(literal, name, expected, findings);
  const refuse = (operator: string): ParameterTest => {
    const message = `${operator} is not for ${name}, which is ${TYPE_NAMES[expected.type]}`;
    findings.add('wrong-operator', node, 'operator', message, `Write ${operatorsOf(expected.type)}.`);
    return test;
  };
  if (expected.type === 'list') return refuse(test.kind === 'comparison' ? test.operator : test.kind.toUpperCase());
  switch (test.kind) {
    case 'comparison': {
      const equality = test.operator === '=' || test.operator === '!=';
      return equality || isOrdered(expected.type) ? { ...test, value: check(test.value) } : refuse(test.operator);
    }
    case 'between':
      return isOrdered(expected.type) ? { ...test, from: check(test.from), to: check(test.to) } : refuse('BETWEEN');
    case 'in':
      return { ...test, values: test.values.map(check) };
  }
}

/** Checks one value; gives it back as the type has it: an id as text. */
export function checkValue(literal: Literal, name: string, expected: Expected, findings: Findings): Literal {
  const refuse = (hint: string | null): Literal => {
    const message = `${name} is ${TYPE_NAMES[expected.type]}; ${printLiteral(literal)} is not`;
    findings.add('wrong-value', literal, 'whole', message, hint);
    return literal;
  };
  switch (expected.type) {
    case 'text':
    case 'list':
      return literal.kind === 'text' ? literal : refuse(`Write it in single quotes: '${printLiteral(literal)}'.`);
    case 'id':
      if (literal.kind === 'number') return { kind: 'text', value: literal.digits };
      return literal.kind === 'text' ? literal : refuse(`Write it in single quotes: '${printLiteral(literal)}'.`);
    case 'choice':
      return checkChoice(literal, name, expected.values ?? [], findings);
    case 'date':
      if (literal.kind === 'text' || literal.kind === 'number' || literal.kind === 'boolean') {
        return refuse('Write dates without quotes: 2024-05-01, 2024-05-01T18:30:00, -7d, today or yesterday.');
      }
      return literal;
    case 'integer':
    case 'decimal': {
      if (literal.kind !== 'number') return refuse('Write a number without quotes, such as 100.');
      const decimal = parseDecimal(literal.digits);
      if (decimal === undefined) {
        return refuse(`Numbers have at most ${DECIMAL_DIGITS} digits before the point and ${DECIMAL_PLACES} after it.`);
      }
      if (expected.type === 'integer' && decimal.includes('.')) return refuse('Write a number without decimals.');
      return literal;
    }
  }
}

function checkChoice(literal: Literal, name: string, values: readonly string[], findings: Findings): Literal {
  if (literal.kind === 'text' && values.includes(literal.value)) return literal;
  const written = literal.kind === 'text' ? literal.value : printLiteral(literal);
  const meant = nearest(written.replaceAll(/[\s-]+/g, '_'), values);
  const hint = meant === undefined ? `It is one of ${values.join(', ')}.` : `Did you mean '${meant}'?`;
  findings.add('unknown-value', literal, 'whole', `${name} has no value ${printLiteral(literal)}`, hint);
  return literal;
}
