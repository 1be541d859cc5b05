import { unreachable } from '@clientele/model';
import { isStated, isStatedAs, type PropertyType, propertyField, statedAs } from '../catalogue/properties.js';
import type { Amount } from '../tree/amount.js';
import { isDateLiteral } from '../tree/literal.js';
import { isValueTest, type ParameterTest, type ValueTest } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { compileTest } from './compile-test.js';
import { textOf } from './equality-test.js';
import type { Scope } from './scope.js';
import { all, any } from './sql-logic.js';

/** SQL of a test of a property of an event, which is of the type of what it is compared with. */
export function compileProperty(property: string, test: ParameterTest, scope: Scope): string {
  const isText = scope.read(isStatedAs('t', property));
  const isList = scope.read(isStatedAs('l', property));
  switch (test.kind) {
    case 'presence': {
      const present = scope.read(isStated(property));
      return test.present ? present : `NOT ${present}`;
    }
    case 'contains': {
      const [text, folded] = [scope.read(statedAs('t', property)), scope.read(statedAs('f', property))];
      const part = scope.param('String', textOf(test.value).toLowerCase());
      const hasPart = all(isText, `position(if(${folded} = '', ${text}, ${folded}), ${part}) > 0`);
      const contains = any(hasPart, hasElement(property, [test.value], scope));
      return test.negated ? `NOT ${contains}` : contains;
    }
    case 'comparison':
    case 'between':
    case 'in': {
      const type = propertyType(test);
      if (type !== 'text') return compileTest(propertyField(property, type).reading, test, scope);
      const equals = { kind: 'in', values: valuesOf(test), negated: false } as const;
      const fits = any(
        compileTest(propertyField(property, 'text').reading, equals, scope),
        hasElement(property, equals.values, scope),
      );
      return isNegated(test) ? all(any(isText, isList), `NOT ${fits}`) : fits;
    }
    default:
      return unreachable(test);
  }
}

/** What a test compares a property as; without a test, as a number. */
export function propertyType(test: ParameterTest | undefined): PropertyType {
  if (test?.kind === 'presence') return 'any';
  const [first] = test !== undefined && isValueTest(test) ? valuesOf(test) : [];
  if (first === undefined) return 'number';
  if (isDateLiteral(first)) return 'date';
  return first.kind === 'text' || first.kind === 'boolean' ? first.kind : 'number';
}

/** SQL that a property is a list which has one of these, upper and lower case alike: it is stored in lower case. */
function hasElement(property: string, values: readonly Amount[], scope: Scope): string {
  const elements = `JSONExtract(${scope.read(statedAs('l', property))}, 'Array(String)')`;
  return `hasAny(${elements}, [${values.map((value) => scope.param('String', textOf(value).toLowerCase())).join(', ')}])`;
}

function isNegated(test: ValueTest): boolean {
  return test.kind === 'in' ? test.negated : test.kind === 'comparison' && test.operator === '!=';
}
