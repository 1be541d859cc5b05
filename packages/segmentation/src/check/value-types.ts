import type { AmountKind } from '../catalogue/language.js';

/** What messages call a type. */
export const TYPE_NAMES: Readonly<Record<AmountKind | 'duration', string>> = {
  text: 'text',
  id: 'an id',
  choice: 'one of a list of values',
  integer: 'a whole number',
  decimal: 'a number',
  date: 'a date',
  boolean: 'true or false',
  list: 'a list',
  several: 'several texts',
  any: 'a value',
  coordinates: 'a place',
  duration: 'a length of time',
};

/** Types whose values can be compared with one another. */
export type Family = 'number' | 'text' | 'date' | 'boolean' | 'list' | 'coordinates' | 'duration' | 'any';

export function familyOf(type: AmountKind | 'duration'): Family {
  switch (type) {
    case 'integer':
    case 'decimal':
      return 'number';
    case 'text':
    case 'id':
    case 'choice':
    case 'several':
      return 'text';
    default:
      return type;
  }
}

/** Whether values of a type have an order, so that they may be more or less than another. */
export function isOrdered(type: AmountKind | 'duration'): boolean {
  return type === 'integer' || type === 'decimal' || type === 'date' || type === 'any';
}

const COMPARISONS = '=, !=, >, >=, <, <=, BETWEEN, IN';
const PRESENCE = 'IS NULL or IS NOT NULL';

/** The operators of a type, as a hint lists them. */
export function operatorsOf(type: AmountKind | 'duration'): string {
  switch (type) {
    case 'list':
      return `CONTAINS, NOT CONTAINS, ${PRESENCE}`;
    case 'date':
      return `${COMPARISONS}, ${PRESENCE}`;
    case 'integer':
    case 'decimal':
      return `${COMPARISONS}, IN TOP 10%, ${PRESENCE}`;
    case 'text':
    case 'several':
      return `=, !=, IN, NOT IN, CONTAINS, ${PRESENCE}`;
    case 'boolean':
      return `=, !=, ${PRESENCE}`;
    case 'any':
      return `${COMPARISONS}, CONTAINS, ${PRESENCE}`;
    case 'coordinates':
      return '= (40.7128, -74.006)';
    default:
      return `=, !=, IN, NOT IN, ${PRESENCE}`;
  }
}
