import type { Amount } from '../tree/amount.js';
import type { Condition } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import type { ComparisonOperator, ParameterTest } from '../tree/test.js';

export function text(value: string | number): Literal {
  return { kind: 'text', value: String(value) };
}

/** A number of JSON; it has no exponent, which readers have seen to. */
export function number(value: number): Literal {
  return { kind: 'number', digits: String(value) };
}

export function boolean(value: boolean): Literal {
  return { kind: 'boolean', value };
}

export function compare(operator: ComparisonOperator, value: Amount): ParameterTest {
  return { kind: 'comparison', operator, value };
}

export function between(from: Amount, to: Amount): ParameterTest {
  return { kind: 'between', from, to };
}

/** `= a` of one value, `IN (a, b)` of several; with `negated` `!=` and `NOT IN`. */
export function isOneOf(values: readonly Literal[], negated = false): ParameterTest {
  const [only, ...more] = values;
  return only !== undefined && more.length === 0
    ? compare(negated ? '!=' : '=', only)
    : { kind: 'in', values, negated };
}

export function contains(value: Literal, negated = false): ParameterTest {
  return { kind: 'contains', value, negated };
}

export function isPresent(present: boolean): ParameterTest {
  return { kind: 'presence', present };
}

export function attribute(name: string): Amount {
  return { kind: 'attribute', name };
}

export function tested(amount: Amount, test: ParameterTest): Condition {
  return { kind: 'test', amount, test };
}

/** All of at least one condition. */
export function all(conditions: readonly Condition[]): Condition {
  return joined('and', conditions);
}

/** Any of at least one condition. */
export function any(conditions: readonly Condition[]): Condition {
  return joined('or', conditions);
}

/** The true complement, in fewest words. */
export function not(condition: Condition): Condition {
  if (condition.kind === 'not') return condition.condition;
  if (condition.kind === 'match') return { ...condition, negated: !condition.negated };
  return { kind: 'not', condition };
}

function joined(kind: 'and' | 'or', conditions: readonly Condition[]): Condition {
  const parts = conditions.flatMap((each) => (each.kind === kind ? each.conditions : [each]));
  // Saying something twice says no more.
  const flat = [...new Map(parts.map((each) => [JSON.stringify(each), each])).values()];
  const [first, ...more] = flat;
  if (first === undefined) throw new RangeError('nothing to join');
  return more.length === 0 ? first : { kind, conditions: flat };
}
