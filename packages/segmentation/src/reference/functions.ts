import { type Decimal, sumDecimals } from '@clientele/model';
import type { Match } from '../tree/condition.js';
import type { Parameter } from '../tree/rows.js';
import type { Question } from './context.js';
import { passes } from './literal-comparison.js';
import type { CountedOrder, Person } from './person.js';
import { ratioOfCount, ratioOfDecimal } from './ratio.js';
import type { TraitValue } from './trait-value.js';

/** What a function looks at for one person: its orders or lines, and the name of their sum. */
interface Items {
  readonly filters: readonly string[];
  readonly sumName: string;
  readonly items: readonly Item[];
}

interface Item {
  readonly order: CountedOrder;
  /** The values that filters test; an absent one passes no filter. */
  readonly values: Readonly<Record<string, TraitValue | undefined>>;
  /** What it adds to the sum. */
  readonly addend: Decimal | undefined;
}

/** What is left of a function's orders or lines after its filters. */
export interface Matched {
  /** The orders that are left, or that the lines which are left belong to; each once. */
  readonly orders: readonly CountedOrder[];
  /** `count` and the function's sum, by the name of the parameter that tests it. */
  readonly totals: Readonly<Record<string, TraitValue>>;
  /** Before any negation. */
  readonly holds: boolean;
}

/** `orders_placed` and `products_purchased`: filters first, then the totals; without a total, one must be left. */
export function matchFunction({ rows: { name, parameters } }: Match, person: Person, question: Question): Matched {
  const { filters, sumName, items } = itemsOf(name, person);
  const isTotal = (parameter: Parameter): boolean => parameter.name === 'count' || parameter.name === sumName;
  const unknown = parameters.find((parameter) => !isTotal(parameter) && !filters.includes(parameter.name));
  if (unknown !== undefined) throw new TypeError(`'${unknown.name}' is no parameter of ${name}`);

  const left = items.filter((item) =>
    parameters
      .filter((parameter) => !isTotal(parameter))
      .every((filter) => passes(filter.test, item.values[filter.name], question)),
  );
  const totals: Record<string, TraitValue> = {
    count: { kind: 'number', number: ratioOfCount(left.length) },
    [sumName]: amount(sumDecimals(left.flatMap((item) => item.addend ?? []))),
  };
  const tests = parameters.filter(isTotal);
  return {
    orders: [...new Set(left.map((item) => item.order))],
    totals,
    holds: tests.length === 0 ? left.length > 0 : tests.every((test) => passes(test.test, totals[test.name], question)),
  };
}

function itemsOf(name: string, person: Person): Items {
  switch (name) {
    case 'orders_placed':
      return {
        filters: ['date', 'amount', 'channel'],
        sumName: 'sum_amount',
        items: person.orders.map((order) => ({
          order,
          values: {
            date: date(order),
            amount: order.amount && amount(order.amount),
            channel: { kind: 'text', text: order.channel },
          },
          addend: order.amount,
        })),
      };
    case 'products_purchased':
      return {
        filters: ['id', 'date', 'quantity'],
        sumName: 'sum_quantity',
        items: person.purchases.map(({ order, product, quantity }) => ({
          order,
          values: {
            id: product === undefined ? undefined : { kind: 'text', text: product },
            date: date(order),
            quantity: amount(quantity),
          },
          addend: quantity,
        })),
      };
    default:
      throw new TypeError(`'${name}' is no function`);
  }
}

function date({ at, day }: CountedOrder): TraitValue {
  return { kind: 'date', at, day };
}

function amount(value: Decimal): TraitValue {
  return { kind: 'number', number: ratioOfDecimal(value) };
}
