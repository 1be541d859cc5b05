import type { Condition } from '../tree/condition.js';
import { amountsIn, conditionsIn } from '../tree/walk.js';

/** `category`, `usual_vendor`, `distinct_categories` … */
const OF_PRODUCT = /^(tag|(\w+_)?(category|categories|vendor|vendors))$/;

/** Whether a condition asks what products are, so that its members change with them. */
export function asksForProducts(condition: Condition): boolean {
  return [...namesOfRowsIn(condition)].some((name) => OF_PRODUCT.test(name));
}

/** The names of parameters and measures in a condition. */
export function* namesOfRowsIn(condition: Condition): Generator<string> {
  for (const part of conditionsIn(condition)) {
    const rows =
      part.kind === 'match' ? [part.rows] : part.kind === 'sequence' ? part.steps.map((step) => step.rows) : [];
    for (const { parameters } of rows) for (const { name } of parameters) yield name;
    for (const amount of amountsIn(part)) {
      if (amount.kind !== 'measure') continue;
      yield amount.name;
      for (const { name } of amount.rows.parameters) yield name;
    }
  }
}
