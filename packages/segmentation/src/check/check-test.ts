import { unreachable } from '@clientele/model';
import { areComparable, COUNT } from '../catalogue/precision.js';
import { printAmount } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import type { Literal } from '../tree/literal.js';
import type { ParameterTest, ValueTest } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { type AmountType, checkAmount, durationHint, isUnknownName } from './check-amount.js';
import { checkLiteral, isLiteral, unquotedHint } from './check-literal.js';
import type { Checking } from './checking.js';
import { Findings } from './findings.js';
import { familyOf, isOrdered, operatorsOf, TYPE_NAMES } from './value-types.js';

/** Checks a test of something of a type; `node` is where its operator stands. Gives it back with ids as text. */
export function checkTest(test: ParameterTest, node: object, of: AmountType, checking: Checking): ParameterTest {
  const operator = operatorText(test);
  const expected = of.type === 'any' ? { ...of, ...typeOfValues(test, checking) } : of;
  // What is written out in quotes may still be a date.
  const isCertain = expected.type === 'boolean' || !valuesOf(test).some(isLiteral);
  if (!isFor(test, of) || (isCertain && !isFor(test, expected))) {
    const which = expected === of ? 'which is' : 'compared with';
    const message = `${operator} is not for ${of.subject}, ${which} ${TYPE_NAMES[expected.type]}`;
    checking.findings.add('wrong-operator', node, 'operator', message, `Write ${operatorsOf(expected.type)}.`);
    return test;
  }
  const check = (value: Amount) => checkValue(value, expected, needsOrder(test), checking);
  switch (test.kind) {
    case 'presence':
      return test;
    case 'contains': {
      const value = check(test.value);
      return { ...test, value: isLiteral(value) ? value : test.value };
    }
    default:
      return withChecked(test, check);
  }
}

/** Whether a test asks which of two values is the greater one. */
export function needsOrder(test: ParameterTest): boolean {
  return test.kind === 'between' || (test.kind === 'comparison' && !['=', '!='].includes(test.operator));
}

/** Checks an amount against what is compared with it; gives it back as that type has it. */
export function checkValue(value: Amount, expected: AmountType, isOrdering: boolean, checking: Checking): Amount {
  const { findings } = checking;
  const refuse = (found: string, hint: string | null): Amount => {
    const message = `${expected.subject} is ${TYPE_NAMES[expected.type]}; ${found} is not`;
    findings.add('wrong-value', value, 'whole', message, hint);
    return value;
  };
  if (value.kind === 'duration') return refuse(printAmount(value), durationHint(value, expected));
  if (isLiteral(value)) return checkLiteral(value, expected, isOrdering, findings);
  if (familyOf(expected.type) === 'text' && isUnknownName(value, checking)) {
    return refuse(value.name, unquotedHint(value.name, expected));
  }
  const typed = checkAmount(value, checking);
  if (typed === undefined) return value;
  const [left, right] = [familyOf(expected.type), familyOf(typed.type.type)];
  if (left !== right && left !== 'any' && right !== 'any') {
    return refuse(printAmount(value), `It is ${TYPE_NAMES[typed.type.type]}; both sides must be of one kind.`);
  }
  if (right === 'list') return refuse(printAmount(value), 'Lists are only asked what they contain.');
  if (left === 'boolean' || right === 'boolean') {
    const message = `${expected.subject} can only be compared with true or false, written out`;
    findings.add('wrong-value', value, 'whole', message, 'Ask for each by itself: … = true.');
    return value;
  }
  if (right === 'number' && !areComparable(expected.precision ?? COUNT, typed.type.precision ?? COUNT)) {
    const message = `${expected.subject} and ${printAmount(value)} cannot be compared exactly: that may need too many digits`;
    findings.add('too-precise', value, 'whole', message, 'Compare fewer sums and quotients with one another.');
  }
  return typed.amount;
}

function withChecked(test: ValueTest, check: (value: Amount) => Amount): ValueTest {
  switch (test.kind) {
    case 'comparison':
      return Object.freeze({ ...test, value: check(test.value) });
    case 'between':
      return Object.freeze({ ...test, from: check(test.from), to: check(test.to) });
    case 'in':
      return Object.freeze({ ...test, values: Object.freeze(test.values.map(check)) });
    default:
      return unreachable(test);
  }
}

function isFor(test: ParameterTest, { type }: AmountType): boolean {
  switch (test.kind) {
    case 'presence':
      return true;
    case 'contains':
      return type === 'list' || type === 'text' || type === 'several' || type === 'any';
    case 'in':
      return type !== 'list' && type !== 'boolean' && type !== 'coordinates';
    case 'between':
      return isOrdered(type);
    case 'comparison': {
      const equality = test.operator === '=' || test.operator === '!=';
      return type !== 'list' && type !== 'coordinates' && (equality || isOrdered(type));
    }
    default:
      return unreachable(test);
  }
}

/**
 * What is not declared is of the type of the first value written out that it is compared with, else of the first other
 * one; it contains texts.
 */
function typeOfValues(test: ParameterTest, checking: Checking): Pick<AmountType, 'type'> {
  if (test.kind === 'contains') return { type: 'text' };
  const values = valuesOf(test);
  const written = values.find(isLiteral);
  if (written !== undefined) return typeOfLiteral(written);
  const [first] = values;
  // Aside: what is wrong with it is reported where it is checked.
  const aside = { ...checking, findings: new Findings(checking.findings.places) };
  const type = first === undefined ? undefined : checkAmount(first, aside)?.type.type;
  return { type: type === undefined || type === 'duration' ? 'any' : type };
}

export function typeOfLiteral(literal: Literal): Pick<AmountType, 'type'> {
  switch (literal.kind) {
    case 'text':
    case 'boolean':
      return { type: literal.kind };
    case 'number':
      return { type: 'decimal' };
    case 'coordinates':
      return { type: 'any' };
    default:
      return { type: 'date' };
  }
}

function operatorText(test: ParameterTest): string {
  switch (test.kind) {
    case 'comparison':
      return test.operator;
    case 'presence':
      return test.present ? 'IS NOT NULL' : 'IS NULL';
    default:
      return test.kind.toUpperCase();
  }
}
