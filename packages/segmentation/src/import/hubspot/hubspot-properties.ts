import { unreachable } from '@clientele/model';
import type { Amount } from '../../tree/amount.js';
import type { Condition } from '../../tree/condition.js';
import type { ComparisonOperator, ParameterTest } from '../../tree/test.js';
import {
  all,
  any,
  between,
  boolean,
  compare,
  contains,
  isOneOf,
  isPresent,
  not,
  number,
  tested,
  text,
} from '../build.js';
import { isUnknown } from '../by-kind.js';
import type { Carrier } from '../carrier.js';
import { conditionOf, type WhenAbsent } from '../condition-of.js';
import { ofEmailAddress } from '../email-address.js';
import { LeftOut } from '../left-out.js';
import { daysFromToday, TODAY } from '../moments.js';
import type { FilterOf, Operation, OperationOf } from './hubspot-schema.js';
import { conditionOfSpan, spanOf } from './hubspot-times.js';

/** A filter of what is known of a person. */
export function ofProperty({ property, operation }: FilterOf<'PROPERTY'>, carrier: Carrier): Condition | LeftOut {
  if (isUnknown(operation)) return unknownKind(operation.unknownKind).within('operation');
  if (property === 'hs_email_optout' && operation.operationType === 'BOOL') return ofOptOut(operation);
  if (property === 'email' && !carrier.names.attributes.has(property)) {
    const asked = ofEmail(operation);
    return asked instanceof LeftOut ? asked.within('operation') : asked;
  }
  const amount = carrier.amount(property);
  if (amount instanceof LeftOut) return amount.within('property');
  const condition = ofOperation(amount, operation, carrier);
  return condition instanceof LeftOut ? condition.within('operation') : condition;
}

/** A filter of one property of an event, as the test that rows take. */
export function testOfOperation(operation: Operation): ParameterTest | LeftOut {
  if (isUnknown(operation)) return unknownKind(operation.unknownKind);
  if (operation.includeObjectsWithNoValueSet) {
    return new LeftOut('Rows without the value cannot be taken in too', ['includeObjectsWithNoValueSet']);
  }
  const tests = testsOf(operation);
  if (tests instanceof LeftOut) return tests;
  const [only, ...more] = tests.tests;
  if (only !== undefined && more.length === 0) return only;
  return new LeftOut('A property of rows is asked for one thing alone');
}

function ofOperation(
  amount: Amount,
  operation: Exclude<Operation, { unknownKind: string }>,
  carrier: Carrier,
): Condition | LeftOut {
  const absent: WhenAbsent = operation.includeObjectsWithNoValueSet ? 'passes' : 'fails';
  if (operation.operationType === 'TIME_POINT' || operation.operationType === 'TIME_RANGED') {
    const condition = ofTime(amount, operation, carrier);
    if (condition instanceof LeftOut || absent === 'fails') return condition;
    return any([condition, tested(amount, isPresent(false))]);
  }
  if (operation.operationType === 'ROLLING_DATE_RANGE') {
    carrier.note("HubSpot counts periods of 24 hours, here whole days of the shop's time zone count.");
  }
  const tests = testsOf(operation);
  if (tests instanceof LeftOut) return tests;
  const conditions: Condition[] = [];
  for (const test of tests.tests) {
    const condition = conditionOf(amount, test, absent, carrier);
    if (condition instanceof LeftOut) return condition;
    conditions.push(condition);
  }
  return tests.join === 'all' ? all(conditions) : any(conditions);
}

function ofTime(
  amount: Amount,
  operation: OperationOf<'TIME_POINT'> | OperationOf<'TIME_RANGED'>,
  carrier: Carrier,
): Condition | LeftOut {
  const { propertyParser: parser } = operation;
  if (parser === 'UPDATED_AT') return new LeftOut('When a property was last changed is not kept', ['propertyParser']);
  const span = spanOf(operation, carrier);
  if (span instanceof LeftOut) return span;
  if (!parser.startsWith('ANNIVERSARY')) return conditionOfSpan(amount, span);
  if (amount.kind !== 'attribute') return new LeftOut('Only an attribute has an anniversary', ['propertyParser']);
  return conditionOfSpan({ kind: 'anniversary', attribute: amount.name }, span);
}

interface Tests {
  readonly join: 'all' | 'any';
  readonly tests: readonly ParameterTest[];
}

const NUMERIC: ReadonlyMap<string, ComparisonOperator> = new Map(
  Object.entries({
    IS_EQUAL_TO: '=',
    IS_NOT_EQUAL_TO: '!=',
    IS_GREATER_THAN: '>',
    IS_GREATER_THAN_OR_EQUAL_TO: '>=',
    IS_LESS_THAN: '<',
    IS_LESS_THAN_OR_EQUAL_TO: '<=',
  } as const),
);

/** The tests that an operation is made of. */
function testsOf(operation: Exclude<Operation, { unknownKind: string }>): Tests | LeftOut {
  const { operator } = operation;
  const unknown = /^HAS_(EVER|NEVER)/.test(operator)
    ? new LeftOut(`What a property was before is not kept (${operator})`, ['operator'])
    : new LeftOut(`The operator ${operator} cannot be said here`, ['operator']);
  switch (operation.operationType) {
    case 'ALL_PROPERTY':
      if (operator !== 'IS_KNOWN' && operator !== 'IS_UNKNOWN') return unknown;
      return one(isPresent(operator === 'IS_KNOWN'));
    case 'BOOL':
      if (operator !== 'IS_EQUAL_TO' && operator !== 'IS_NOT_EQUAL_TO') return unknown;
      return one(compare(operator === 'IS_EQUAL_TO' ? '=' : '!=', boolean(operation.value)));
    case 'NUMBER': {
      const written = NUMERIC.get(operator);
      return written === undefined ? unknown : one(compare(written, number(operation.value)));
    }
    case 'NUMBER_RANGED': {
      const [from, to] = [number(operation.lowerBound), number(operation.upperBound)];
      if (operator === 'IS_BETWEEN') return one(between(from, to));
      return operator === 'IS_NOT_BETWEEN' ? { join: 'any', tests: [compare('<', from), compare('>', to)] } : unknown;
    }
    case 'STRING':
      return textTests(operator, [operation.value]) ?? unknown;
    case 'MULTISTRING':
      return textTests(operator, operation.values) ?? unknown;
    case 'ENUMERATION':
      return choiceTests(operator, operation.values) ?? unknown;
    case 'ROLLING_DATE_RANGE':
      return rollingTests(operator, operation.numberOfDays) ?? unknown;
    case 'TIME_POINT':
    case 'TIME_RANGED':
      return new LeftOut('Of an event, the time alone is asked for a time', ['operationType']);
    default:
      return unreachable(operation);
  }
}

function textTests(operator: string, values: readonly string[]): Tests | undefined {
  switch (operator) {
    case 'IS_EQUAL_TO':
    case 'IS_NOT_EQUAL_TO':
      return one(isOneOf(values.map(text), operator === 'IS_NOT_EQUAL_TO'));
    case 'CONTAINS':
      return { join: 'any', tests: values.map((value) => contains(text(value))) };
    case 'DOES_NOT_CONTAIN':
      return { join: 'all', tests: values.map((value) => contains(text(value), true)) };
    default:
      return undefined;
  }
}

function choiceTests(operator: string, values: readonly string[]): Tests | undefined {
  switch (operator) {
    case 'IS_ANY_OF':
    case 'IS_NONE_OF':
      return one(isOneOf(values.map(text), operator === 'IS_NONE_OF'));
    case 'CONTAINS_ALL':
      return { join: 'all', tests: values.map((value) => compare('=', text(value))) };
    case 'DOES_NOT_CONTAIN_ALL':
      return { join: 'any', tests: values.map((value) => compare('!=', text(value))) };
    default:
      return undefined;
  }
}

function rollingTests(operator: string, days: number): Tests | undefined {
  switch (operator) {
    case 'IS_LESS_THAN_X_DAYS_AGO':
      return one(between(daysFromToday(-days, 'd'), TODAY));
    case 'IS_MORE_THAN_X_DAYS_AGO':
      return one(compare('<', daysFromToday(-days, 'd')));
    case 'IS_LESS_THAN_X_DAYS_FROM_NOW':
      return one(between(TODAY, daysFromToday(days, 'd')));
    case 'IS_MORE_THAN_X_DAYS_FROM_NOW':
      return one(compare('>', daysFromToday(days, 'd')));
    default:
      return undefined;
  }
}

function one(test: ParameterTest): Tests {
  return { join: 'all', tests: [test] };
}

function ofEmail(operation: Exclude<Operation, { unknownKind: string }>): Condition | LeftOut {
  const { operationType: type, operator } = operation;
  if (type === 'ALL_PROPERTY') return ofEmailAddress(operator === 'IS_KNOWN' ? 'known' : 'unknown', '');
  const values = type === 'STRING' ? [operation.value] : type === 'MULTISTRING' ? operation.values : [];
  const conditions: Condition[] = [];
  for (const value of values) {
    const condition = ofEmailAddress(operator === 'ENDS_WITH' ? 'ends-with' : operator, value);
    if (condition instanceof LeftOut) return condition;
    conditions.push(condition);
  }
  return conditions.length > 0 ? any(conditions) : ofEmailAddress(operator, '');
}

/** Whoever has not said that they want no e-mail has not opted out, also without any record of it. */
function ofOptOut({ operator, value }: OperationOf<'BOOL'>): Condition | LeftOut {
  if (operator !== 'IS_EQUAL_TO' && operator !== 'IS_NOT_EQUAL_TO') {
    return new LeftOut(`The operator ${operator} cannot be said here`, ['operation', 'operator']);
  }
  const out = tested({ kind: 'attribute', name: 'email_subscription_status' }, compare('=', text('UNSUBSCRIBED')));
  return value === (operator === 'IS_EQUAL_TO') ? out : not(out);
}

function unknownKind(kind: string): LeftOut {
  return new LeftOut(`Operations of the kind ${kind} cannot be said here`, ['operationType']);
}
