import { unreachable } from '@clientele/model';
import type { CustomType, CustomTypes } from '../tree/custom-attributes.js';
import type { Attribute, TypedReading } from './attribute.js';
import { CATALOGUE } from './catalogue.js';
import type { LanguageType } from './language.js';
import { COUNT } from './precision.js';
import type { Sql } from './reading.js';

/** An attribute of the catalogue, or a custom one of the shop. */
export function attributeNamed(name: string, customTypes: CustomTypes | undefined): Attribute | undefined {
  const known = CATALOGUE.attributes.get(name);
  const type = customTypes?.get(name);
  if (known !== undefined || type === undefined) return known;
  return { name, description: 'A custom attribute.', aboutOrders: false, columns: [], ...readingOf(name, type) };
}

/** Whether a name is none of the catalogue's own, which go before those of a shop. */
export function isCustom(name: string): boolean {
  return !CATALOGUE.attributes.has(name);
}

/** The same types as the check of a query takes them. */
export function languageTypesOf(customTypes: CustomTypes): ReadonlyMap<string, LanguageType> {
  return new Map(
    [...customTypes].map(([name, type]) => [
      name,
      type === 'number' ? { type: 'decimal', precision: COUNT } : { type },
    ]),
  );
}

/** The letters before a name under which the column `custom` has its value, by what that is taken for. */
export const CUSTOM_LETTERS = { text: 't', number: 'n', day: 'd', instant: 'i', boolean: 'b' } as const;
type CustomLetter = (typeof CUSTOM_LETTERS)[keyof typeof CUSTOM_LETTERS];

function readingOf(name: string, type: CustomType): TypedReading {
  const under =
    (letter: CustomLetter, of: (value: string) => string): Sql =>
    (scope) =>
      of(`custom[${scope.param('String', `${letter}${name}`)}]`);
  const has =
    (letter: CustomLetter): Sql =>
    (scope) =>
      `mapContains(custom, ${scope.param('String', `${letter}${name}`)})`;
  const list =
    (column: string): Sql =>
    (scope) =>
      `${column}[${scope.param('String', name)}]`;
  switch (type) {
    case 'text':
      return { type, reading: { kind: 'text', value: under(CUSTOM_LETTERS.text, (value) => value) } };
    case 'number': {
      const value = under(CUSTOM_LETTERS.number, (digits) => `toDecimal128OrZero(${digits}, 6)`);
      return { type: 'decimal', reading: { kind: 'number', value, present: has(CUSTOM_LETTERS.number) } };
    }
    case 'date': {
      const day = under(CUSTOM_LETTERS.day, (value) => `toDate32OrZero(${value})`);
      const at = under(CUSTOM_LETTERS.instant, (value) => `toDateTime64OrZero(${value}, 3, 'UTC')`);
      return { type, reading: { kind: 'date', day, at, present: has(CUSTOM_LETTERS.day) } };
    }
    case 'boolean': {
      const value = under(CUSTOM_LETTERS.boolean, (said) => `(${said} = 'true')`);
      return { type, reading: { kind: 'boolean', value, present: has(CUSTOM_LETTERS.boolean) } };
    }
    case 'list':
      return {
        type,
        reading: { kind: 'list', folded: list('custom_lists_folded'), written: list('custom_lists') },
      };
    default:
      return unreachable(type);
  }
}
