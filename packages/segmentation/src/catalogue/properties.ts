import { nameParts } from '../tree/name.js';
import type { RowField } from './attribute.js';
import type { Sql } from './reading.js';

/** What a property is compared as: nothing declares its type. Whether it is there is asked of `any`. */
export type PropertyType = 'number' | 'text' | 'date' | 'boolean' | 'any';

/** The property that a parameter names, such as `property.colour`; undefined for other parameters. */
export function propertyNamed(parameter: string): string | undefined {
  const [first, property, ...more] = nameParts(parameter);
  return first?.text === 'property' && more.length === 0 ? property?.text : undefined;
}

/** SQL of what `event_properties` holds of a property under the letter of a type; empty where it is of another. */
export function statedAs(letter: 'n' | 't' | 'f' | 'd' | 'i' | 'b' | 'l', property: string): Sql {
  return (scope) => `${scope.read('event_properties')}[${scope.param('String', letter + property)}]`;
}

/** SQL that a property is stated as a type. */
export function isStatedAs(letter: 'n' | 't' | 'd' | 'b' | 'l', property: string): Sql {
  return (scope) => `mapContains(${scope.read('event_properties')}, ${scope.param('String', letter + property)})`;
}

/** SQL that a property is stated, as whatever. */
export function isStated(property: string): Sql {
  const letters = ['n', 't', 'b', 'l'] as const;
  return (scope) => `(${letters.map((letter) => scope.read(isStatedAs(letter, property))).join(' OR ')})`;
}

/** A property of events as a field of their rows. */
export function propertyField(property: string, type: PropertyType): RowField {
  switch (type) {
    case 'number': {
      const value: Sql = (scope) => `toDecimal64OrZero(${scope.read(statedAs('n', property))}, 6)`;
      const present = isStatedAs('n', property);
      return { type: 'decimal', reading: { kind: 'number', value, present, zeroWhenAbsent: true } };
    }
    case 'text':
      return { type: 'text', reading: { kind: 'text', value: statedAs('t', property) } };
    case 'date': {
      const day: Sql = (scope) => `toDate32OrZero(${scope.read(statedAs('d', property))})`;
      const at: Sql = (scope) => `toDateTime64OrZero(${scope.read(statedAs('i', property))}, 3, 'UTC')`;
      return { type: 'date', reading: { kind: 'date', day, at, present: isStatedAs('d', property) } };
    }
    case 'any':
    case 'boolean': {
      const value: Sql = (scope) => `(${scope.read(statedAs('b', property))} = 'true')`;
      return {
        type: 'boolean',
        reading: { kind: 'boolean', value, present: type === 'any' ? isStated(property) : isStatedAs('b', property) },
      };
    }
  }
}
