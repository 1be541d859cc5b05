import { unreachable } from '@clientele/model';
import type { Amount, Calculation } from '../tree/amount.js';
import type { Condition, Step } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import { quotedText } from '../tree/name.js';
import type { Rows } from '../tree/rows.js';
import type { Test } from '../tree/test.js';

/** The canonical text of a condition: upper-case keywords, single blanks, the fewest parentheses. Parsing it gives the same condition. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.map((part) => inParentheses(part, part.kind === 'or')).join(' AND ');
    case 'or':
      return condition.conditions.map(printCondition).join(' OR ');
    case 'not': {
      const { kind } = condition.condition;
      return `NOT ${inParentheses(condition.condition, kind === 'and' || kind === 'or')}`;
    }
    case 'test':
      return `${printAmount(condition.amount)} ${printTest(condition.test)}`;
    case 'match':
      return `${condition.rows.name} ${not(condition.negated)}MATCHES ${printParameters(condition.rows)}`;
    case 'sequence':
      return `SEQUENCE (${condition.steps.map(printStep).join(' THEN ')})`;
    case 'segment':
      return `in_segment(${quotedText(condition.handle)})`;
    case 'listed':
      return `${condition.as === 'added' ? 'added_to' : 'excluded_from'}(${quotedText(condition.handle)})`;
    case 'hold-out':
      return 'in_hold_out()';
    case 'sample':
      return `in_sample(${condition.percent}%, ${quotedText(condition.seed)})`;
    default:
      return unreachable(condition);
  }
}

/** The same text cut into lines that are joined by blanks: one for each condition of an outer AND or OR. */
export function printLines(condition: Condition): string[] {
  if (condition.kind !== 'and' && condition.kind !== 'or') return [printCondition(condition)];
  const { kind, conditions } = condition;
  const parts = conditions.map((part) => inParentheses(part, kind === 'and' && part.kind === 'or'));
  return parts.map((part, index) => (index === 0 ? part : `${kind.toUpperCase()} ${part}`));
}

/** An amount as a query writes it. */
export function printAmount(amount: Amount): string {
  switch (amount.kind) {
    case 'attribute':
      return amount.name;
    case 'measure':
      return `${amount.name} OF ${printRows(amount.rows)}`;
    case 'duration':
      return `${amount.amount}${amount.unit}`;
    case 'calculation':
      return printCalculation(amount);
    case 'anniversary':
      return `anniversary(${quotedText(amount.attribute)})`;
    default:
      return printLiteral(amount);
  }
}

/** A test as a query writes it after what it tests. */
export function printTest(test: Test): string {
  switch (test.kind) {
    case 'comparison':
      return `${test.operator} ${printAmount(test.value)}`;
    case 'between':
      return `BETWEEN ${printAmount(test.from)} AND ${printAmount(test.to)}`;
    case 'in':
      return `${not(test.negated)}IN (${test.values.map(printAmount).join(', ')})`;
    case 'presence':
      return test.present ? 'IS NOT NULL' : 'IS NULL';
    case 'contains':
      return `${not(test.negated)}CONTAINS ${printLiteral(test.value)}`;
    case 'percentile':
      return `IN ${test.side.toUpperCase()} ${test.percent}%`;
    case 'trend':
      return `${test.direction.toUpperCase()} BY ${test.percent}%`;
    default:
      return unreachable(test);
  }
}

/** A value as a query writes it. */
export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'text':
      return quotedText(literal.value);
    case 'number':
      return literal.digits;
    case 'boolean':
      return String(literal.value);
    case 'day':
      return literal.day;
    case 'datetime':
      return literal.local;
    case 'offset':
    case 'moment':
      return `${literal.amount > 0 ? '+' : '-'}${Math.abs(literal.amount)}${literal.unit}`;
    case 'named-day':
      return literal.name;
    case 'coordinates':
      return `(${literal.latitude}, ${literal.longitude})`;
    default:
      return unreachable(literal);
  }
}

function printRows(rows: Rows): string {
  return rows.parameters.length === 0 ? rows.name : `${rows.name} ${printParameters(rows)}`;
}

function printParameters({ parameters }: Rows): string {
  return `(${parameters.map(({ name, test }) => `${name} ${printTest(test)}`).join(', ')})`;
}

function printStep({ rows, negated, within }: Step): string {
  return `${not(negated)}${printRows(rows)}${within === null ? '' : ` WITHIN ${printAmount(within)}`}`;
}

/** A part of lower rank stands in parentheses, and one of the same rank on the right, since they are read from the left. */
function printCalculation({ operator, left, right }: Calculation): string {
  const rank = rankOf(operator);
  const isLower = (part: Amount, least: number) => part.kind === 'calculation' && rankOf(part.operator) < least;
  const print = (part: Amount, least: number) => (isLower(part, least) ? `(${printAmount(part)})` : printAmount(part));
  return `${print(left, rank)} ${operator} ${print(right, rank + 1)}`;
}

function rankOf(operator: Calculation['operator']): number {
  return operator === '*' || operator === '/' ? 2 : 1;
}

function inParentheses(condition: Condition, needed: boolean): string {
  return needed ? `(${printCondition(condition)})` : printCondition(condition);
}

function not(negated: boolean): string {
  return negated ? 'NOT ' : '';
}
