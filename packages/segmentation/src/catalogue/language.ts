import { canonicalName, nameParts, quotedText } from '../tree/name.js';
import type { ValueType } from './attribute.js';
import { CATALOGUE } from './catalogue.js';
import { LANGUAGE_ROWS } from './language-rows.js';
import { COUNT, type Precision, QUOTIENT, SHARE, SUM } from './precision.js';

/**
 * What kind of value a name stands for, which says how it may be tested. `several` are texts of one row, of which one
 * must fit; `any` is not declared: it is of the type of what it is compared with.
 */
export type AmountKind = ValueType | 'boolean' | 'several' | 'any' | 'coordinates';

/** The type of an attribute, parameter or measure. */
export interface LanguageType {
  readonly type: AmountKind;
  /** All values that a choice, or an element of a list of choices, may have. */
  readonly values?: readonly string[];
  /** Of a list: its elements are ids, which may stand without quotes. */
  readonly ofIds?: true;
  /** Of a number. */
  readonly precision?: Precision;
}

/** A name of the language, with all that is said about it. */
export interface LanguageName extends LanguageType {
  readonly name: string;
  readonly description: string;
}

/** What a measure tells of the values that rows have, those left out that have none. */
export type MeasureKind =
  | 'count'
  | 'sum'
  | 'average'
  | 'min'
  | 'max'
  | 'first'
  | 'last'
  | 'usual'
  | 'distinct'
  | 'share_of';

/** A measure of rows: `usual_product` is `usual` of the parameter `id`. */
export interface LanguageMeasure extends LanguageName {
  readonly kind: MeasureKind;
  /** The parameter whose values it looks at; null where it counts rows. */
  readonly of: string | null;
}

/** One kind of rows that a query may ask for. */
export interface LanguageRows {
  readonly name: string;
  readonly description: string;
  /** Of one row, by name. */
  readonly parameters: ReadonlyMap<string, LanguageName>;
  /** Of the rows that are left, by name. */
  readonly measures: ReadonlyMap<string, LanguageMeasure>;
  /** Whether each row happened at a time, so that there are sequences of them. */
  readonly hasDate: boolean;
  /** Whether rows have properties that nothing declares: `property.colour`, `sum.value`. */
  readonly hasProperties: boolean;
}

/** Every name that a query may use, whether or not it can be asked already: it drives the type check and completion. */
export interface Language {
  readonly attributes: ReadonlyMap<string, LanguageName>;
  readonly rows: ReadonlyMap<string, LanguageRows>;
}

export const LANGUAGE: Language = {
  attributes: new Map(
    [...CATALOGUE.attributes.values()].map(({ name, description, ...attribute }): [string, LanguageName] => {
      const { type, reading } = attribute;
      const precision = type === 'integer' ? COUNT : reading.kind === 'ratio' ? QUOTIENT : SUM;
      const language: LanguageName = {
        name,
        description,
        type,
        ...('values' in attribute && { values: attribute.values }),
        ...('ofIds' in attribute && { ofIds: attribute.ofIds }),
        ...((type === 'integer' || type === 'decimal') && { precision }),
      };
      return [name, language];
    }),
  ),
  rows: new Map(LANGUAGE_ROWS.map((rows) => [rows.name, rows])),
};

/** The rows of a name: an event in quotes is one of its source's own. */
export function rowsNamed(name: string, language: Language): LanguageRows | undefined {
  const known = language.rows.get(name);
  if (known !== undefined) return known;
  const [first, event, ...more] = nameParts(name);
  const anyEvent = language.rows.get('events.page_viewed');
  if (first?.text !== 'events' || event?.quoted !== true || more.length > 0 || anyEvent === undefined) return undefined;
  return { ...anyEvent, name, description: `Events that their source calls ${event.text}.` };
}

/** A parameter of one row, also `property.…`. */
export function parameterNamed(name: string, rows: LanguageRows): LanguageName | undefined {
  const known = rows.parameters.get(name);
  if (known !== undefined || !rows.hasProperties || !isOfProperty(name, ['property'])) return known;
  return { name, type: 'any', description: 'A property of the event.' };
}

/** A measure of rows, also of a property: `sum.value`. */
export function measureNamed(name: string, rows: LanguageRows): LanguageMeasure | undefined {
  const known = rows.measures.get(name);
  if (known !== undefined || !rows.hasProperties) return known;
  const [kind, property] = nameParts(name);
  const type = kind && MEASURES_OF_PROPERTY[kind.text];
  if (property === undefined || type === undefined || !isOfProperty(name, [kind?.text ?? ''])) return undefined;
  const of = canonicalName(`property.${quotedText(property.text)}`) ?? null;
  return { name, of, description: 'Of a property of the events.', ...type };
}

const MEASURES_OF_PROPERTY: Readonly<Record<string, LanguageType & { readonly kind: MeasureKind }>> = {
  sum: { kind: 'sum', type: 'decimal', precision: SUM },
  average: { kind: 'average', type: 'decimal', precision: QUOTIENT },
  min: { kind: 'min', type: 'decimal', precision: SUM },
  max: { kind: 'max', type: 'decimal', precision: SUM },
  share_of: { kind: 'share_of', type: 'decimal', precision: SHARE },
  first: { kind: 'first', type: 'any' },
  last: { kind: 'last', type: 'any' },
  usual: { kind: 'usual', type: 'text' },
  distinct: { kind: 'distinct', type: 'integer', precision: COUNT },
};

function isOfProperty(name: string, firsts: readonly string[]): boolean {
  const [first, property, ...more] = nameParts(name);
  return first !== undefined && firsts.includes(first.text) && property !== undefined && more.length === 0;
}
