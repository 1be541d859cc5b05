import { unreachable } from '@clientele/model';
import type { Condition, ParameterTest } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';

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
    case 'comparison':
    case 'between':
    case 'in':
      return `${condition.attribute} ${printTest(condition)}`;
    case 'presence':
      return `${condition.attribute} ${condition.present ? 'IS NOT NULL' : 'IS NULL'}`;
    case 'contains':
      return `${condition.attribute} ${not(condition.negated)}CONTAINS ${printLiteral(condition.value)}`;
    case 'percentile':
      return `${condition.attribute} IN ${condition.side.toUpperCase()} ${condition.percent}%`;
    case 'segment':
      return `in_segment(${printLiteral({ kind: 'text', value: condition.handle })})`;
    case 'function': {
      const parameters = condition.parameters.map(({ name, test }) => `${name} ${printTest(test)}`);
      return `${condition.name} ${not(condition.negated)}MATCHES (${parameters.join(', ')})`;
    }
    default:
      return unreachable(condition);
  }
}

function printTest(test: ParameterTest): string {
  switch (test.kind) {
    case 'comparison':
      return `${test.operator} ${printLiteral(test.value)}`;
    case 'between':
      return `BETWEEN ${printLiteral(test.from)} AND ${printLiteral(test.to)}`;
    case 'in':
      return `${not(test.negated)}IN (${test.values.map(printLiteral).join(', ')})`;
    default:
      return unreachable(test);
  }
}

/** A value as a query writes it. */
export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'text':
      return `'${literal.value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    case 'number':
      return literal.digits;
    case 'boolean':
      return String(literal.value);
    case 'day':
      return literal.day;
    case 'datetime':
      return literal.local;
    case 'offset':
      return `${literal.amount > 0 ? '+' : '-'}${Math.abs(literal.amount)}${literal.unit}`;
    case 'named-day':
      return literal.name;
    default:
      return unreachable(literal);
  }
}

function inParentheses(condition: Condition, needed: boolean): string {
  return needed ? `(${printCondition(condition)})` : printCondition(condition);
}

function not(negated: boolean): string {
  return negated ? 'NOT ' : '';
}
