import {
  type Language,
  type LanguageName,
  type LanguageRows,
  type LanguageType,
  measureNamed,
} from '../catalogue/language.js';
import { familyOf } from '../check/value-types.js';
import { quotedText } from '../tree/name.js';
import { type Candidate, GROUPS } from './candidate.js';
import type { Expectation } from './expectation.js';
import { sampleTest } from './sample-values.js';
import type { FoundValue } from './value-source.js';

/** The names of a shop's queries: those of the language, and its own. */
export interface Names {
  readonly language: Language;
  readonly customAttributes: ReadonlyMap<string, LanguageType>;
  /** Events that are their source's own. */
  readonly events: readonly FoundValue[];
}

/** Names as other dialects write them: what is typed so finds them too. */
const ALIASES: readonly (readonly [ours: RegExp, theirs: string])[] = [
  [/^storefront\./, 'storefront_event.'],
  [/^metafields\./, 'customer.metafields.'],
];

/** Attributes, custom ones too. */
export function offerAttributes({ language, customAttributes }: Names): readonly (Candidate & LanguageType)[] {
  const custom = [...customAttributes].map(([name, type]): LanguageName => {
    return { ...type, name, description: 'A custom attribute.' };
  });
  return [...language.attributes.values(), ...custom].map(({ name, description, ...type }) => ({
    ...named(name, description),
    ...type,
    kind: 'attribute',
    group: GROUPS.attribute,
    probe: `${name} IS NOT NULL`,
  }));
}

/** Every kind of rows, events of a source's own too. */
export function offerRows({ language, events }: Names, probe = probeOfRows): readonly (Candidate & LanguageRows)[] {
  const known = [...language.rows.values()];
  const anyEvent = language.rows.get('events.page_viewed');
  const own = events.flatMap(({ value, profiles }) => {
    const name = `events.${quotedText(value)}`;
    return anyEvent === undefined ? [] : [{ ...anyEvent, name, description: `Events ${value}.`, profiles }];
  });
  return [...known, ...own].map((rows) => ({
    ...rows,
    ...named(rows.name, rows.description),
    kind: 'rows',
    group: GROUPS.rows,
    probe: probe(rows.name),
  }));
}

function probeOfRows(name: string): string {
  return `${name} MATCHES (${name === 'customer_within_distance' ? 'coordinates = (0, 0), distance_km <= 1' : ''})`;
}

/** Measures, which stand before OF; of one type, or all of them. */
export function offerMeasures({ language }: Names, family?: string): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const rows of language.rows.values()) {
    for (const { name, description, type } of rows.measures.values()) {
      const known = found.get(name);
      if (known !== undefined || (family !== undefined && familyOf(type) !== family)) continue;
      found.set(name, {
        ...named(name, description),
        kind: 'measure',
        group: GROUPS.measure,
        insert: `${name} OF `,
        probe: `${name} OF ${rows.name} IS NOT NULL`,
      });
    }
  }
  const events = [...language.rows.values()].find(({ hasProperties }) => hasProperties);
  const ofProperties = events === undefined ? [] : measuresOfProperties(events);
  return [...found.values(), ...ofProperties.filter((each) => family === undefined || each.family === family)];
}

/** `sum.`, to go on with the name of a property. */
export function measuresOfProperties(rows: LanguageRows): readonly (Candidate & { readonly family: string })[] {
  const kinds = ['sum', 'average', 'min', 'max', 'first', 'last', 'usual', 'distinct', 'share_of'];
  return kinds.flatMap((kind) => {
    const type = measureNamed(`${kind}.value`, rows)?.type;
    if (type === undefined) return [];
    const description = `The ${kind.replace('_', ' ')} of a property of the events.`;
    return {
      ...named(`${kind}.`, description, `${kind}.`),
      kind: 'measure' as const,
      group: GROUPS.older,
      family: familyOf(type),
      probe: `${kind}.value OF ${rows.name} IS NOT NULL`,
    };
  });
}

/** Rows that have a measure, after OF. */
export function offerRowsOf(measure: string, names: Names): readonly Candidate[] {
  return offerRows(names, (name) => `${measure} OF ${name} IS NOT NULL`).filter(
    (rows) => measureNamed(measure, rows) !== undefined,
  );
}

/** Rows that happened at a time, for a step of a sequence. */
export function offerSteps(names: Names): readonly Candidate[] {
  return offerRows(names, (name) => `SEQUENCE (orders_placed THEN ${name})`).filter(({ hasDate }) => hasDate);
}

/** The parameters of rows that are not there yet. */
export function offerParameters({
  rows,
  used,
  form,
}: Extract<Expectation, { kind: 'parameter' }>): readonly Candidate[] {
  const offer = (kind: 'parameter' | 'measure', group: number) => (each: LanguageName) => ({
    ...named(each.name, each.description, `${each.name}${form === 'older' ? ': ' : ' '}`),
    kind,
    group,
    probe: probeOfParameter(rows.name, each),
  });
  const candidates: Candidate[] = [...rows.parameters.values()].map(offer('parameter', GROUPS.attribute));
  if (rows.hasProperties) {
    const property: LanguageName = { name: 'property.x', type: 'text', description: '' };
    candidates.push({
      ...named('property.', 'A property of the event, by its name.', 'property.'),
      kind: 'parameter',
      group: GROUPS.measure,
      probe: probeOfParameter(rows.name, property),
    });
  }
  if (form === 'row or measure') {
    candidates.push(...[...rows.measures.values()].map(offer('measure', GROUPS.rows)));
    if (rows.hasProperties) candidates.push(...measuresOfProperties(rows));
  }
  if (form === 'older') candidates.push(...OLDER.filter(({ of }) => rows.parameters.has(of) || rows.measures.has(of)));
  return candidates.filter(({ label }) => !used.has(label));
}

/** Parameters that Shopify had before. */
const OLDER = [
  { of: 'date', ...older('since', 'From that day on.') },
  { of: 'date', ...older('until', 'To that day.') },
  { of: 'count', ...older('count_at_least', 'How often, or more.') },
];

function older(name: string, description: string): Candidate {
  return { ...named(name, description, `${name}: `), kind: 'parameter', group: GROUPS.rows };
}

/** A query of one parameter of rows. */
export function probeOfParameter(rows: string, { name, type, values }: LanguageName): string {
  if (rows !== 'customer_within_distance') return `${rows} MATCHES (${name} ${sampleTest(type, values)})`;
  const distance = name === 'coordinates' ? 'distance_km' : name;
  return `${rows} MATCHES (coordinates = (0, 0), ${distance} <= 1)`;
}

function named(name: string, description: string, insert = `${name} `) {
  const alias = ALIASES.find(([ours]) => ours.test(name));
  return {
    label: name,
    insert,
    description,
    ...(alias && { typed: [name, name.replace(...alias)] }),
  };
}
