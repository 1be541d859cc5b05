import type { Amount } from '../tree/amount.js';
import type { Question } from './context.js';
import { measured } from './functions.js';
import type { Person } from './person.js';
import type { PropertyType } from './properties.js';
import type { AmountValue } from './trait-value.js';
import { deriveTrait } from './traits.js';

/**
 * What an amount is for a person; undefined where it is absent.
 *
 * @param type of a property where its first or last is asked for
 */
export function amountOf(
  amount: Amount,
  person: Person,
  question: Question,
  type: PropertyType = 'number',
): AmountValue | undefined {
  switch (amount.kind) {
    case 'attribute':
      return deriveTrait(amount.name, person, question);
    case 'measure':
      return measured(amount.name, amount.rows, person, question, type);
    default:
      throw new TypeError(`a ${amount.kind} is not built yet`);
  }
}
