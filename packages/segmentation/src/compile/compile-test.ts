import type { ListReading, Reading, SetReading } from '../catalogue/reading.js';
import type { Amount } from '../tree/amount.js';
import type { ValueTest } from '../tree/test.js';
import { compileEquality, textOf } from './equality-test.js';
import { compileDate, compileNumber, compileRatio } from './order-test.js';
import type { Scope } from './scope.js';

/** SQL that a value passes a test; false where the value is absent, whatever the test. */
export function compileTest(reading: Reading, test: ValueTest, scope: Scope): string {
  switch (reading.kind) {
    case 'text':
    case 'coded':
    case 'key':
      return compileEquality(reading, test, scope);
    case 'number':
      return compileNumber(reading, test, scope);
    case 'ratio':
      return compileRatio(reading, test, scope);
    case 'date':
      return compileDate(reading, test, scope);
    case 'list':
    case 'set':
      throw new Error('a list is asked what it contains, not compared');
  }
}

/** SQL that a value is there. */
export function compilePresence(reading: Reading, scope: Scope): string {
  switch (reading.kind) {
    case 'text':
      return `${scope.read(reading.value)} != ''`;
    case 'coded':
      return `${scope.read(reading.code)} != 0`;
    case 'key':
      return `${scope.read(reading.key)} != 0`;
    case 'set':
      return `${scope.read(reading.bits)} != 0`;
    case 'list':
      return `notEmpty(${scope.read(reading.folded)})`;
    default:
      return reading.present === null ? '1' : scope.read(reading.present);
  }
}

/** SQL that a list has this whole element, upper and lower case alike. */
export function compileContains(reading: ListReading | SetReading, value: Amount, scope: Scope): string {
  if (reading.kind === 'set') {
    const bit = reading.values.indexOf(textOf(value).toLowerCase());
    return bit === -1 ? '0' : `bitTest(${scope.read(reading.bits)}, ${bit})`;
  }
  return `has(${scope.read(reading.folded)}, lowerUTF8(${scope.param('String', textOf(value))}))`;
}
