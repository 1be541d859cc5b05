import type { Reading } from '../catalogue/reading.js';
import { printAmount } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import type { Percentile } from '../tree/test.js';
import { compilePresence } from './compile-test.js';
import { cutoffKey } from './cutoff-key.js';
import { measureOf } from './measure.js';
import { RowsLeft } from './rows-left.js';
import type { Scope } from './scope.js';
import { all } from './sql-logic.js';

/** A number with SQL that a profile is among those of whom p % are taken. */
export interface Ranked {
  readonly reading: Reading;
  readonly among: string;
}

/**
 * An attribute among those that have it, and an order if it is about orders; a measure among those that have a row left
 * and a result.
 */
export function ranked(amount: Amount, scope: Scope): Ranked {
  switch (amount.kind) {
    case 'attribute': {
      const { reading, aboutOrders } = scope.attribute(amount.name);
      return { reading, among: present(reading, aboutOrders ? 'number_of_orders > 0' : null, scope) };
    }
    case 'measure': {
      const reading = measureOf(amount, scope);
      const { name, parameters } = amount.rows;
      return { reading, among: present(reading, new RowsLeft(scope.function(name), parameters, scope).any(), scope) };
    }
    default:
      throw new Error(`a ${amount.kind} has no percentiles`);
  }
}

function present(reading: Reading, also: string | null, scope: Scope): string {
  const isThere = compilePresence(reading, scope);
  return isThere === '1' || isThere === also ? (also ?? '1') : all(also, isThere);
}

/** SQL that a value is at least the frozen k-th largest, or at most the k-th smallest. */
export function compilePercentile(amount: Amount, { side, percent }: Percentile, scope: Scope): string {
  const name = printAmount(amount);
  const [cutoff] = scope.cutoffs(cutoffKey({ kind: 'percentile', side, amount: name, percent }));
  if (cutoff === undefined) return '0';
  const operator = side === 'top' ? '>=' : '<=';
  const { reading, among } = ranked(amount, scope);
  if (reading.kind === 'number') {
    return all(among, `${scope.read(reading.value)} ${operator} ${scope.param('Decimal(38, 6)', cutoff)}`);
  }
  if (reading.kind === 'ratio') {
    const [numerator, denominator = '1'] = cutoff.split('/');
    const left = `${scope.read(reading.numerator)} * ${scope.param('Int64', denominator)}`;
    const right = `${scope.param('Decimal(38, 6)', numerator)} * ${scope.read(reading.denominator)}`;
    return all(among, `${left} ${operator} ${right}`);
  }
  throw new Error(`${name} is no number that has percentiles`);
}
