import type { ValueType } from '../catalogue/attribute.js';

/** What messages call a type. */
export const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  text: 'text',
  id: 'an id',
  choice: 'one of a list of values',
  integer: 'a whole number',
  decimal: 'a number',
  date: 'a date',
  list: 'a list',
};

/** Whether values of a type have an order, so that they may be more or less than another. */
export function isOrdered(type: ValueType): boolean {
  return type === 'integer' || type === 'decimal' || type === 'date';
}

/** The operators of a type, as a hint lists them. */
export function operatorsOf(type: ValueType): string {
  if (type === 'list') return 'CONTAINS, NOT CONTAINS, IS NULL or IS NOT NULL';
  if (type === 'date') return '=, !=, >, >=, <, <=, BETWEEN, IN, IS NULL or IS NOT NULL';
  if (isOrdered(type)) return '=, !=, >, >=, <, <=, BETWEEN, IN, IN TOP 10%, IS NULL or IS NOT NULL';
  return '=, !=, IN, NOT IN, IS NULL or IS NOT NULL';
}
