import { addToDay, LAST_DAY, parseDecimal } from '@clientele/model';
import { printAmount, printCondition, printTest } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import type { Condition, Match } from '../tree/condition.js';
import type { Parameter } from '../tree/rows.js';

/**
 * A condition of {@link shopifyCondition} in the form before 2026-10, whose rows take plain values.
 *
 * @param refuse is told what it cannot say
 */
export function printOlder(condition: Condition, refuse: (node: Match, part: string) => void): string {
  switch (condition.kind) {
    case 'and':
      return condition.conditions
        .map((part) => (part.kind === 'or' ? `(${printOlder(part, refuse)})` : printOlder(part, refuse)))
        .join(' AND ');
    case 'or':
      return condition.conditions.map((part) => printOlder(part, refuse)).join(' OR ');
    case 'match':
      return printCall(condition, refuse);
    case 'test':
      return condition.amount.kind === 'anniversary'
        ? `anniversary(date: '${condition.amount.attribute}') ${printTest(condition.test)}`
        : printCondition(condition);
    default:
      return printCondition(condition);
  }
}

function printCall(match: Match, refuse: (node: Match, part: string) => void): string {
  const { rows, negated } = match;
  const parameters = rows.parameters.flatMap((parameter) => {
    const printed = printParameter(parameter);
    if (printed === undefined) refuse(match, `${parameter.name} ${printTest(parameter.test)}`);
    return printed ?? [];
  });
  return `${rows.name}(${parameters.join(', ')}) = ${!negated}`;
}

function printParameter({ name, test }: Parameter): string | undefined {
  switch (test.kind) {
    case 'in':
      return test.negated ? undefined : `${name}: (${test.values.map(printAmount).join(', ')})`;
    case 'between':
      return name === 'date' ? `since: ${printAmount(test.from)}, until: ${printAmount(test.to)}` : undefined;
    case 'comparison': {
      const { operator, value } = test;
      if (operator === '=') return `${name}: ${printAmount(value)}`;
      if (name === 'count' && operator === '>=') return `count_at_least: ${printAmount(value)}`;
      if (name === 'count' && operator === '>') return bound('count_at_least', nextNumber(value));
      if (name !== 'date') return undefined;
      if (operator === '>=') return `since: ${printAmount(value)}`;
      if (operator === '<=') return `until: ${printAmount(value)}`;
      if (operator === '>') return bound('since', dayBeside(value, 1));
      return operator === '<' ? bound('until', dayBeside(value, -1)) : undefined;
    }
    default:
      return undefined;
  }
}

function bound(name: string, value: string | undefined): string | undefined {
  return value && `${name}: ${value}`;
}

function nextNumber(value: Amount): string | undefined {
  const digits = value.kind === 'number' ? parseDecimal(value.digits) : undefined;
  return digits === undefined || digits.includes('.') ? undefined : `${BigInt(digits) + 1n}`;
}

/** The day after or before; a month or year ago has none that could be written. */
function dayBeside(value: Amount, by: 1 | -1): string | undefined {
  switch (value.kind) {
    case 'day':
      return value.day === LAST_DAY ? undefined : addToDay(value.day, by, 'd');
    case 'offset': {
      if (value.unit !== 'd' && value.unit !== 'w') return undefined;
      return offset((value.unit === 'w' ? 7 * value.amount : value.amount) + by);
    }
    case 'named-day':
      return offset((value.name === 'today' ? 0 : -1) + by);
    default:
      return undefined;
  }
}

function offset(days: number): string {
  return days === 0 ? 'today' : printAmount({ kind: 'offset', amount: days, unit: 'd' });
}
