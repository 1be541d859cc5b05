import { type AmountKind, LANGUAGE, measureNamed, rowsNamed } from '../catalogue/language.js';
import type { Amount, Calculation } from '../tree/amount.js';
import { isDateLiteral } from '../tree/literal.js';
import type { Unit } from './quantity.js';

const MONEY = new Set([
  'amount_spent',
  'average_order_value',
  'largest_order_amount',
  'amount_refunded',
  'net_amount_spent',
]);

/** Parameters of rows that are money. */
const MONEY_OF_ROWS = new Set(['amount', 'discount']);

const THINGS: Readonly<Record<string, readonly [string, string]>> = {
  number_of_orders: ['order', 'orders'],
  gift_orders: ['gift order', 'gift orders'],
  units_purchased: ['unit', 'units'],
  distinct_products: ['product', 'products'],
  days_since_last_order: ['day', 'days'],
  days_between_orders: ['day', 'days'],
};

const COUNTED: Readonly<Record<string, readonly [string, string]>> = {
  orders_placed: ['order', 'orders'],
  products_purchased: ['line', 'lines'],
  refunds_received: ['refund', 'refunds'],
  store_credit_accounts: ['account', 'accounts'],
};

/** What the numbers of an attribute count. */
export function unitOf(name: string, currency: string): Unit {
  if (MONEY.has(name)) return { kind: 'money', currency };
  return THINGS[name] === undefined ? numbers(LANGUAGE.attributes.get(name)?.type) : things(THINGS[name]);
}

/** What the numbers of a parameter of rows count. */
export function unitOfParameter(name: string, currency: string): Unit {
  if (MONEY_OF_ROWS.has(name)) return { kind: 'money', currency };
  return name === 'quantity' || name === 'units' ? things(['unit', 'units']) : { kind: 'plain' };
}

/** What the numbers of a measure of rows count. */
export function unitOfMeasure(name: string, rows: string, currency: string): Unit {
  const known = rowsNamed(rows, LANGUAGE);
  const measure = known && measureNamed(name, known);
  if (measure === undefined || measure.kind === 'share_of') return { kind: 'plain' };
  if (measure.kind === 'count')
    return things(COUNTED[rows] ?? (known?.hasProperties ? ['event', 'events'] : undefined));
  if (measure.kind === 'distinct') {
    const many = name.replace('distinct_', '');
    return things([many.replace(/ies$/, 'y').replace(/s$/, ''), many]);
  }
  return unitOfParameter(measure.of ?? '', currency);
}

/** What the numbers of an amount count, also of one that is calculated. */
export function unitOfAmount(amount: Amount, currency: string): Unit {
  switch (amount.kind) {
    case 'attribute':
      return unitOf(amount.name, currency);
    case 'measure':
      return unitOfMeasure(amount.name, amount.rows.name, currency);
    case 'calculation':
      return unitOfCalculation(amount, currency);
    case 'number':
      return numbers(amount.digits.includes('.') ? 'decimal' : 'integer');
    default:
      return { kind: 'plain' };
  }
}

/** Money by anything else is money, and so is money more or less a number; a date less a date is days. */
function unitOfCalculation({ operator, left, right }: Calculation, currency: string): Unit {
  if (operator === '-' && isDate(left) && isDate(right)) return things(THINGS.days_since_last_order);
  const [a, b] = [unitOfAmount(left, currency), unitOfAmount(right, currency)];
  const isAlike = a.kind === b.kind;
  switch (operator) {
    case '+':
    case '-':
      if ((isAlike || right.kind === 'number') && a.kind === 'money') return a;
      if (left.kind === 'number' && b.kind === 'money') return b;
      break;
    case '*':
      if (!isAlike && a.kind === 'money') return a;
      if (!isAlike && b.kind === 'money') return b;
      break;
    case '/':
      return !isAlike && a.kind === 'money' ? a : { kind: 'plain' };
  }
  return isWhole(a) && isWhole(b) ? { kind: 'whole' } : { kind: 'plain' };
}

/** Whether an amount is a date. */
export function isDate(amount: Amount): boolean {
  switch (amount.kind) {
    case 'attribute':
      return LANGUAGE.attributes.get(amount.name)?.type === 'date';
    case 'measure': {
      const known = rowsNamed(amount.rows.name, LANGUAGE);
      return known !== undefined && measureNamed(amount.name, known)?.type === 'date';
    }
    case 'calculation':
      return amount.right.kind === 'duration';
    default:
      return isDateLiteral(amount);
  }
}

function isWhole({ kind }: Unit): boolean {
  return kind === 'whole' || kind === 'things';
}

function numbers(type: AmountKind | undefined): Unit {
  return { kind: type === 'integer' ? 'whole' : 'plain' };
}

function things(words: readonly [string, string] | undefined): Unit {
  return words === undefined ? { kind: 'plain' } : { kind: 'things', one: words[0], many: words[1] };
}
