import type { AmountKind } from '../catalogue/language.js';

/** A value of a type, to write a query that tells whether something can be asked. */
export function sampleValue(type: AmountKind | 'duration', values: readonly string[] | undefined): string {
  switch (type) {
    case 'integer':
    case 'decimal':
    case 'any':
      return '1';
    case 'date':
      return 'today';
    case 'boolean':
      return 'true';
    case 'coordinates':
      return '(0, 0)';
    case 'duration':
      return '1d';
    default:
      return `'${values?.[0] ?? 'x'}'`;
  }
}

/** A test that every value of a type may have. */
export function sampleTest(type: AmountKind | 'duration', values: readonly string[] | undefined): string {
  return `${type === 'list' ? 'CONTAINS' : '='} ${sampleValue(type, values)}`;
}
