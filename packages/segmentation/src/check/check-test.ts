import { DECIMAL_DIGITS, DECIMAL_PLACES, parseDecimal } from '@clientele/model';
import type { ValueType } from '../catalogue/attribute.js';
import { nearest } from '../text/nearest.js';
import { printAmount } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import { isDateLiteral } from '../tree/literal.js';
import type { ValueTest } from '../tree/test.js';
import type { Findings } from './findings.js';
import { isOrdered, operatorsOf, TYPE_NAMES } from './value-types.js';

/** What a value is checked against: an attribute's or a parameter's entry. */
export interface Expected {
  readonly type: ValueType;
  readonly values?: readonly string[];
}

/** Checks the operator and the values of a test of something named; `node` is where its operator stands. */
export function checkTest<T extends ValueTest>(
  test: T,
  node: object,
  name: string,
  expected: Expected,
  findings: Findings,
): ValueTest {
  const check = (literal: Amount) => checkValue(literal, name, expected, findings);
  const refuse = (operator: string): ValueTest => {
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
export function checkValue(literal: Amount, name: string, expected: Expected, findings: Findings): Amount {
  const refuse = (hint: string | null): Amount => {
    const message = `${name} is ${TYPE_NAMES[expected.type]}; ${printAmount(literal)} is not`;
    findings.add('wrong-value', literal, 'whole', message, hint);
    return literal;
  };
  if (literal.kind === 'attribute') return refuse(`Text stands in single quotes: '${literal.name}'.`);
  if (literal.kind === 'moment' || literal.kind === 'measure' || literal.kind === 'calculation') {
    findings.add('not_built_yet', literal, 'whole', `${printAmount(literal)} can be written here, but not asked yet`);
    return literal;
  }
  switch (expected.type) {
    case 'text':
    case 'list':
      return literal.kind === 'text' ? literal : refuse(`Write it in single quotes: '${printAmount(literal)}'.`);
    case 'id':
      if (literal.kind === 'number') return { kind: 'text', value: literal.digits };
      return literal.kind === 'text' ? literal : refuse(`Write it in single quotes: '${printAmount(literal)}'.`);
    case 'choice':
      return checkChoice(literal, name, expected.values ?? [], findings);
    case 'date':
      if (!isDateLiteral(literal)) {
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

function checkChoice(literal: Amount, name: string, values: readonly string[], findings: Findings): Amount {
  if (literal.kind === 'text' && values.includes(literal.value)) return literal;
  const written = literal.kind === 'text' ? literal.value : printAmount(literal);
  const meant = nearest(written.replaceAll(/[\s-]+/g, '_'), values);
  const hint = meant === undefined ? `It is one of ${values.join(', ')}.` : `Did you mean '${meant}'?`;
  findings.add('unknown-value', literal, 'whole', `${name} has no value ${printAmount(literal)}`, hint);
  return literal;
}
