import { unreachable } from '@clientele/model';
import { rowsNamed } from '../catalogue/language.js';
import { isSegmentHandle } from '../segment-handle.js';
import type { Amount } from '../tree/amount.js';
import type { Condition, TestedAmount } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import { valuesOf } from '../tree/walk.js';
import { type AmountType, checkAmount } from './check-amount.js';
import { isLiteral } from './check-literal.js';
import { checkMatch } from './check-rows.js';
import { checkSequence } from './check-sequence.js';
import { checkTest, checkValue, needsOrder, typeOfLiteral } from './check-test.js';
import { checkTrend } from './check-trend.js';
import type { Checking } from './checking.js';
import { familyOf, operatorsOf, TYPE_NAMES } from './value-types.js';

/** Checks a condition and gives it back in the one form that it has: ids as text, dates without quotes. */
export function checkCondition(condition: Condition, checking: Checking): Condition {
  const { findings } = checking;
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const conditions = condition.conditions.map((part) => checkCondition(part, checking));
      return findings.instead(condition, { ...condition, conditions: Object.freeze(conditions) });
    }
    case 'not':
      return findings.instead(condition, { ...condition, condition: checkCondition(condition.condition, checking) });
    case 'segment':
    case 'listed':
      if (!isSegmentHandle(condition.handle)) {
        const hint = 'Handles are lower-case letters, digits, - and _, such as big-spenders.';
        findings.add('bad-handle', condition, 'name', `'${condition.handle}' is not the handle of a segment`, hint);
      }
      return condition;
    case 'match':
      return checkMatch(condition, checking);
    case 'sequence':
      return checkSequence(condition, checking);
    case 'hold-out':
    case 'sample':
      return condition;
    case 'test':
      return checkTested(condition, checking);
    default:
      return unreachable(condition);
  }
}

function checkTested(condition: TestedAmount, checking: Checking): Condition {
  const { amount, test } = condition;
  const { findings, language } = checking;
  if (amount.kind === 'attribute' && rowsNamed(amount.name, language) !== undefined) {
    return rowsTested(condition, amount.name, checking);
  }
  const other = isLiteral(amount) ? valuesOf(test).find((value) => !isLiteral(value)) : undefined;
  if (isLiteral(amount) && other !== undefined) return checkReversed(condition, amount, other, checking);
  const typed = checkAmount(amount, checking);
  if (typed === undefined) return condition;
  const { type } = typed;
  if (test.kind === 'trend') {
    if (typed.amount.kind === 'measure') checkTrend(condition, typed.amount, type, checking);
    return findings.instead(condition, { ...condition, amount: typed.amount });
  }
  if (test.kind === 'percentile') {
    checkPercentile(condition, type, checking);
    return findings.instead(condition, { ...condition, amount: typed.amount });
  }
  if (amount.kind === 'duration') {
    findings.add(
      'wrong-value',
      amount,
      'whole',
      `${type.subject} is a length of time and no value`,
      'Write -7d, or a date + 7d.',
    );
    return condition;
  }
  if (amount.kind === 'anniversary' && test.kind === 'in') {
    const hint = 'Write anniversary(…) = a OR anniversary(…) = b.';
    findings.add('wrong-operator', condition, 'operator', 'IN is not for anniversary', hint);
    return condition;
  }
  const checked = checkTest(test, condition, type, checking);
  return findings.instead(condition, { ...condition, amount: typed.amount, test: checked });
}

/** Rows that are there or not, as Shopify has it for some: `orders_placed IS NOT NULL`. */
function rowsTested(condition: TestedAmount, name: string, { findings }: Checking): Condition {
  const { test } = condition;
  if (test.kind !== 'presence' || name === 'customer_within_distance') {
    findings.add('wrong-operator', condition, 'operator', `${name} is a function`, `Write ${name} MATCHES (…).`);
    return condition;
  }
  const rows = findings.instead(condition, { name, parameters: Object.freeze([]) });
  return findings.instead(condition, { kind: 'match', rows, negated: !test.present });
}

/** A value before what it is compared with: `5 > amount_spent`. What is not declared is of the type of that value. */
function checkReversed(condition: TestedAmount, literal: Literal, other: Amount, checking: Checking): Condition {
  const { test } = condition;
  const typed = checkAmount(other, checking);
  if (typed === undefined || test.kind === 'trend' || test.kind === 'percentile') return condition;
  const { type } = typed;
  const amount =
    type.type === 'any'
      ? checkValue(literal, { ...type, ...typeOfLiteral(literal) }, needsOrder(test), checking)
      : checkValue(literal, type, false, checking);
  const isBoolean = type.type === 'any' && literal.kind === 'boolean';
  const checked = checkTest(test, condition, isBoolean ? { ...type, type: 'boolean' } : type, checking);
  return checking.findings.instead(condition, { ...condition, amount, test: checked });
}

function checkPercentile(condition: TestedAmount, type: AmountType, { findings }: Checking): void {
  const { amount, test } = condition;
  if (test.kind !== 'percentile') return;
  const operator = `IN ${test.side.toUpperCase()}`;
  if (familyOf(type.type) !== 'number' && type.type !== 'any') {
    const message = `${operator} is not for ${type.subject}, which is ${TYPE_NAMES[type.type]}`;
    findings.add('wrong-operator', condition, 'operator', message, `Write ${operatorsOf(type.type)}.`);
  } else if (amount.kind !== 'attribute' && amount.kind !== 'measure') {
    const message = `${operator} is for attributes and measures, not for what is calculated`;
    findings.add('wrong-operator', condition, 'operator', message, 'Write it of one of the parts.');
  }
}
