import type { Attribute } from '../catalogue/attribute.js';
import type { Percentile } from '../tree/test.js';
import { compilePresence } from './compile-test.js';
import { cutoffKey } from './cutoff-key.js';
import type { Scope } from './scope.js';
import { all } from './sql-logic.js';

/** SQL that a profile is among those of whom p % are taken: those that have the value, and an order if it is about orders. */
export function population(attribute: Attribute, scope: Scope): string {
  const present = compilePresence(attribute.reading, scope);
  const ordered = attribute.aboutOrders ? 'number_of_orders > 0' : null;
  return present === '1' || present === ordered ? (ordered ?? '1') : all(ordered, present);
}

/** SQL that a value is at least the frozen k-th largest, or at most the k-th smallest. */
export function compilePercentile(attribute: Attribute, { side, percent }: Percentile, scope: Scope): string {
  const { name } = attribute;
  const [cutoff] = scope.cutoffs(cutoffKey({ kind: 'percentile', side, attribute: name, percent }));
  if (cutoff === undefined) return '0';
  const operator = side === 'top' ? '>=' : '<=';
  const { reading } = attribute;
  if (reading.kind === 'number') {
    const value = `${scope.read(reading.value)} ${operator} ${scope.param('Decimal(38, 6)', cutoff)}`;
    return all(population(attribute, scope), value);
  }
  if (reading.kind === 'ratio') {
    const [numerator, denominator = '1'] = cutoff.split('/');
    const left = `${scope.read(reading.numerator)} * ${scope.param('Int64', denominator)}`;
    const right = `${scope.param('Decimal(38, 6)', numerator)} * ${scope.read(reading.denominator)}`;
    return all(population(attribute, scope), `${left} ${operator} ${right}`);
  }
  throw new Error(`${name} is no number, so it has no percentiles`);
}
