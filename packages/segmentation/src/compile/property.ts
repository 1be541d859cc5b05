import { unreachable } from '@clientele/model';
import { isStated, isStatedAs, type PropertyType, propertyField, statedAs } from '../catalogue/properties.js';
import { isLiteral } from '../check/check-literal.js';
import type { Amount } from '../tree/amount.js';
import { isValueTest, type ParameterTest, type ValueTest } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { amountSql } from './amount.js';
import { compileTest } from './compile-test.js';
import { textOf, textSql } from './equality-test.js';
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
      const type = propertyType(test, scope.profile);
      const { reading } = propertyField(property, type);
      if (type !== 'text') return compileTest(reading, test, scope);
      const values = valuesOf(test);
      const written = values.filter(isLiteral);
      const others = values.flatMap((value) => (isLiteral(value) ? [] : textOfProfile(value, scope)));
      const equals = { kind: 'in', values: written, negated: false } as const;
      const fits = any(
        ...(written.length === 0 ? [] : [compileTest(reading, equals, scope), hasElement(property, written, scope)]),
        ...others.map(({ text, present }) =>
          all(
            present,
            any(
              `${scope.read(statedAs('t', property))} = ${text}`,
              `has(${elementsOf(property, scope)}, lowerUTF8(${text}))`,
            ),
          ),
        ),
      );
      return isNegated(test) ? all(any(isText, isList), ...others.map(({ present }) => present), `NOT ${fits}`) : fits;
    }
    default:
      return unreachable(test);
  }
}

/** What a test compares a property as; without a test, as a number. */
export function propertyType(test: ParameterTest | undefined, profile: Scope): PropertyType {
  if (test?.kind === 'presence') return 'any';
  const values = test !== undefined && isValueTest(test) ? valuesOf(test) : [];
  const first = values.find(isLiteral) ?? values[0];
  if (first === undefined) return 'number';
  const { kind } = amountSql(first, profile);
  if (kind === 'date' || kind === 'date-sql') return 'date';
  if (kind === 'number' || kind === 'ratio' || kind === 'fraction') return 'number';
  return kind === 'boolean' ? kind : 'text';
}

/** SQL of a text of the profile that is no literal, and that it is there. */
function textOfProfile(value: Amount, scope: Scope): { readonly text: string; readonly present: string | null } {
  const sql = textSql(amountSql(value, scope.profile), scope.profile);
  if (sql?.text === undefined) throw new Error(`a ${value.kind} is no text that a property is compared with`);
  return { text: sql.text(), present: sql.present };
}

/** SQL that a property is a list which has one of these, upper and lower case alike: it is stored in lower case. */
function hasElement(property: string, values: readonly Amount[], scope: Scope): string {
  return `hasAny(${elementsOf(property, scope)}, [${values.map((value) => scope.param('String', textOf(value).toLowerCase())).join(', ')}])`;
}

function elementsOf(property: string, scope: Scope): string {
  return `JSONExtract(${scope.read(statedAs('l', property))}, 'Array(String)')`;
}

function isNegated(test: ValueTest): boolean {
  return test.kind === 'in' ? test.negated : test.kind === 'comparison' && test.operator === '!=';
}
