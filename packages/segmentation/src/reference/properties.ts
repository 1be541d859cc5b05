import { type EventRecord, isStated, statedDate, statedNumber, type TimeZone } from '@clientele/model';
import type { Amount } from '../tree/amount.js';
import { isDateLiteral } from '../tree/literal.js';
import { nameParts } from '../tree/name.js';
import { isValueTest, type ParameterTest } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { type Amounts, passes } from './comparison.js';
import { ratioOfDecimal } from './ratio.js';
import type { AmountValue } from './trait-value.js';

/** A property of an event as its source states it. */
export type Property = EventRecord['properties'][string];

/** Whether a property is there is asked of `any`. */
export type PropertyType = 'number' | 'text' | 'date' | 'boolean' | 'any';

/** The property that a parameter names, such as `property.colour`; undefined for other parameters. */
export function propertyNamed(parameter: string): string | undefined {
  const [first, property, ...more] = nameParts(parameter);
  return first?.text === 'property' && more.length === 0 ? property?.text : undefined;
}

/** Whether a property passes a test: it is of the type of what it is compared with, and absent where it is of another. */
export function passesProperty(
  test: ParameterTest,
  value: Property | undefined,
  zone: TimeZone,
  amounts: Amounts,
): boolean {
  const property = value !== undefined && isStated(value) ? value : undefined;
  switch (test.kind) {
    case 'presence':
      return (property !== undefined) === test.present;
    case 'contains':
      return contains(property, test.value) !== test.negated;
    default:
      if (Array.isArray(property)) return listPasses(property, test, amounts);
      return passes(test, propertyAs(typeFor(test, amounts), property, zone), amounts);
  }
}

/** A property as a value of a type; undefined where it is of another. */
export function propertyAs(
  type: PropertyType,
  property: Property | undefined,
  zone: TimeZone,
): AmountValue | undefined {
  if (property === undefined || !isStated(property)) return undefined;
  switch (type) {
    case 'any':
      return { kind: 'boolean', boolean: true };
    case 'number': {
      const number = typeof property === 'number' ? statedNumber(property) : undefined;
      return number && { kind: 'number', number: ratioOfDecimal(number) };
    }
    case 'text':
      return typeof property === 'string' ? { kind: 'text', text: property } : undefined;
    case 'date': {
      const date = typeof property === 'string' ? statedDate(property, zone) : undefined;
      return date && { kind: 'date', ...date };
    }
    case 'boolean':
      return typeof property === 'boolean' ? { kind: 'boolean', boolean: property } : undefined;
  }
}

/** What a test compares with, also where it is the person's own: of the type of the first that is there. */
function typeFor(test: ParameterTest, amounts: Amounts): PropertyType {
  const values = isValueTest(test) ? valuesOf(test) : [];
  const first = values.flatMap((amount) => amounts(amount) ?? [])[0];
  switch (first?.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return first.kind;
    case 'date':
    case 'day':
    case 'moment':
      return 'date';
    default:
      return propertyType(test);
  }
}

/** What a test compares with that is written out; without a test, a number. */
export function propertyType(test: ParameterTest | undefined): PropertyType {
  if (test?.kind === 'presence') return 'any';
  const [first] = test !== undefined && isValueTest(test) ? valuesOf(test) : [];
  if (first === undefined) return 'number';
  if (isDateLiteral(first)) return 'date';
  return first.kind === 'text' || first.kind === 'boolean' ? first.kind : 'number';
}

/** A part of a text, or a whole element of a list, upper and lower case alike. */
function contains(property: Property | undefined, value: Amount): boolean {
  if (value.kind !== 'text') throw new TypeError('CONTAINS is for a text');
  if (typeof property === 'string') return property.toLowerCase().includes(value.value.toLowerCase());
  return Array.isArray(property) && hasElement(property, value.value);
}

/** Equal is a list that has the text, upper and lower case alike; it is neither more nor less than anything. */
function listPasses(list: readonly string[], test: ParameterTest, amounts: Amounts): boolean {
  if (!isValueTest(test) || typeFor(test, amounts) !== 'text') return false;
  const values = valuesOf(test).map(amounts);
  const texts = values.flatMap((value) => (value?.kind === 'text' ? value.text : []));
  const fits = texts.some((text) => hasElement(list, text));
  const isNegated = test.kind === 'in' ? test.negated : test.kind === 'comparison' && test.operator === '!=';
  // What is absent is not even different.
  if (isNegated) return !fits && texts.length === values.length;
  return fits && (test.kind === 'in' || (test.kind === 'comparison' && test.operator === '='));
}

function hasElement(list: readonly string[], text: string): boolean {
  return list.some((element) => element.toLowerCase() === text.toLowerCase());
}
