import type { Amount } from '../tree/amount.js';
import type { Condition } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import type { ParameterTest } from '../tree/test.js';
import { all, any, contains, isPresent, tested, text } from './build.js';
import type { Carrier } from './carrier.js';
import { countryCode } from './countries.js';
import { LeftOut } from './left-out.js';

/** Whether a person without the value passes. */
export type WhenAbsent = 'passes' | 'fails';

/** A test of what is known of a person, which someone without the value passes or fails. */
export function conditionOf(
  amount: Amount,
  test: ParameterTest,
  absent: WhenAbsent,
  carrier: Carrier,
): Condition | LeftOut {
  const asked = ofCountries(amount, test);
  if (asked instanceof LeftOut) return asked;
  if (carrier.isList(amount) && asked.kind !== 'contains' && asked.kind !== 'presence') {
    return ofElements(amount, asked, absent);
  }
  return whenAbsent(tested(amount, asked), amount, absent, asked.kind === 'contains' && asked.negated, asked);
}

/** NOT CONTAINS is the one test that holds of what is absent. */
function whenAbsent(
  condition: Condition,
  amount: Amount,
  absent: WhenAbsent,
  holdsOfAbsent: boolean,
  test?: ParameterTest,
): Condition {
  if (test?.kind === 'presence' || holdsOfAbsent === (absent === 'passes')) return condition;
  return holdsOfAbsent
    ? all([condition, tested(amount, isPresent(true))])
    : any([condition, tested(amount, isPresent(false))]);
}

/** Equality with a list: that it has the element. */
function ofElements(amount: Amount, test: ParameterTest, absent: WhenAbsent): Condition | LeftOut {
  const isEquality = test.kind === 'comparison' && (test.operator === '=' || test.operator === '!=');
  const values = test.kind === 'in' ? test.values : isEquality ? [test.value] : [];
  const negated = test.kind === 'in' ? test.negated : isEquality && test.operator === '!=';
  const literals = values.filter((value): value is Literal => value.kind === 'text');
  if (literals.length === 0 || literals.length < values.length) {
    return new LeftOut('A list is asked for its elements, by text, alone');
  }
  const each = literals.map((value) => tested(amount, contains(value, negated)));
  return whenAbsent(negated ? all(each) : any(each), amount, absent, negated);
}

/** Countries are named by code here. */
function ofCountries(amount: Amount, test: ParameterTest): ParameterTest | LeftOut {
  if (amount.kind !== 'attribute' || amount.name !== 'customer_countries') return test;
  const code = (value: Amount): Literal | LeftOut => {
    const named = value.kind === 'text' ? countryCode(value.value) : undefined;
    const shown = value.kind === 'text' ? `'${value.value}'` : 'That';
    return named === undefined ? new LeftOut(`${shown} is no country`) : text(named);
  };
  switch (test.kind) {
    case 'comparison':
    case 'contains': {
      const value = code(test.value);
      return value instanceof LeftOut ? value : { ...test, value };
    }
    case 'in': {
      const values: Literal[] = [];
      for (const value of test.values.map(code)) {
        if (value instanceof LeftOut) return value;
        values.push(value);
      }
      return { ...test, values };
    }
    default:
      return test;
  }
}
