import type { Reading } from '../catalogue/reading.js';
import { isLiteral } from '../check/check-literal.js';
import type { Amount } from '../tree/amount.js';
import type { ValueTest } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { type AmountSql, compareAmounts } from './amount.js';
import { compileEquality, textOf } from './equality-test.js';
import { compileDate, compileFraction, compileNumber, compileOrder, compileRatio } from './order-test.js';
import type { Scope } from './scope.js';
import { all } from './sql-logic.js';

/** SQL that a value passes a test; false where the value is absent, whatever the test. */
export function compileTest(reading: AmountSql, test: ValueTest, scope: Scope): string {
  if (reading.kind === 'date-sql' || !valuesOf(test).every(isLiteral)) {
    return compileOrder(test, (operator, value) => compareAmounts(reading, operator, value, scope));
  }
  switch (reading.kind) {
    case 'text':
    case 'coded':
    case 'key':
      return compileEquality(reading, test, scope);
    case 'number':
      return compileNumber(reading, test, scope);
    case 'ratio':
      return compileRatio(reading, test, scope);
    case 'fraction':
      return compileFraction(reading, test, scope);
    case 'date':
      return compileDate(reading, test, scope);
    case 'boolean':
    case 'several':
      return compileEquality(reading, test, scope);
    case 'list':
    case 'set':
      throw new Error('a list is asked what it contains, not compared');
  }
}

/** SQL that a value is there. */
export function compilePresence(reading: AmountSql, scope: Scope): string {
  switch (reading.kind) {
    case 'date-sql':
      return reading.present ?? '1';
    case 'text':
      return reading.isWritten ? '1' : `${scope.read(reading.value)} != ''`;
    case 'coded':
      return `${scope.read(reading.code)} != 0`;
    case 'key':
      return `${scope.read(reading.key)} != 0`;
    case 'set':
      return `${scope.read(reading.bits)} != 0`;
    case 'list':
      return `notEmpty(${scope.read(reading.folded)})`;
    case 'several':
      return scope.read(reading.isThere);
    default:
      return reading.present === null ? '1' : scope.read(reading.present);
  }
}

/** SQL that a list has this whole element, or a text this part; upper and lower case alike. */
export function compileContains(reading: Reading, value: Amount, scope: Scope): string {
  const text = textOf(value);
  switch (reading.kind) {
    case 'set': {
      const bit = reading.values.indexOf(text.toLowerCase());
      return bit === -1 ? '0' : `bitTest(${scope.read(reading.bits)}, ${bit})`;
    }
    case 'list': {
      const [list, element] = [scope.read(reading.folded), `lowerUTF8(${scope.param('String', text)})`];
      const common = scope.profile === scope ? scope.common : undefined;
      return common?.has(list, element) ?? `has(${list}, ${element})`;
    }
    case 'several':
      return reading.hasAny([text.toLowerCase()], scope);
    case 'text': {
      const said = scope.read(reading.value);
      return all(`${said} != ''`, `position(lowerUTF8(${said}), lowerUTF8(${scope.param('String', text)})) > 0`);
    }
    default:
      throw new Error(`a ${reading.kind} is not asked what it contains`);
  }
}
