import { statedDate, type TimeZone } from '@clientele/model';
import { nameOfParts } from './name.js';

/** What a custom attribute may be declared as; its values of other types are absent. */
export const CUSTOM_TYPES = ['text', 'number', 'date', 'boolean', 'list'] as const;
export type CustomType = (typeof CUSTOM_TYPES)[number];

/** The custom attributes of a shop with their types, by whole name: `attributes.'Shoe size'`, `metafields.custom.tier`. */
export type CustomTypes = ReadonlyMap<string, CustomType>;

/** A value that a source states of a person. */
export type CustomValue = string | number | boolean | readonly string[];

interface Stating {
  readonly attributes: Readonly<Record<string, CustomValue>>;
  readonly metafields?: Readonly<Record<string, Readonly<Record<string, CustomValue>>>> | undefined;
}

/** The custom attributes that a customer record states, each with its whole name. */
export function* customAttributesOf({ attributes, metafields = {} }: Stating): Generator<[string, CustomValue]> {
  for (const [name, value] of Object.entries(attributes)) yield [nameOfParts('attributes', name), value];
  for (const [namespace, values] of Object.entries(metafields)) {
    for (const [key, value] of Object.entries(values)) yield [nameOfParts('metafields', namespace, key), value];
  }
}

/** What a value is taken for where nobody has declared its name: a text in the form of a date is one; undefined of nothing. */
export function customTypeOf(value: CustomValue, zone: TimeZone): CustomType | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value === 'number' ? 'number' : 'boolean';
  if (value.length === 0) return undefined;
  if (typeof value !== 'string') return 'list';
  return statedDate(value, zone) === undefined ? 'text' : 'date';
}
