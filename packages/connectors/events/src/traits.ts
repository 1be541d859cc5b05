import type { Json, JsonObject } from '@clientele/connector-kit';
import { type CustomerRecord, instantOfMs, parseDay } from '@clientele/model';
import { type Flat, flat } from './flat.js';
import { isObject, objectOr } from './json-object.js';

/** What is said of somebody that stands by itself: it is replaced when it is said again, and nothing else is. */
export interface Said {
  /** `email`, `name(firstName lastName)`, `trait(plan)` …, from which {@link fieldsOf} knows how to read it. */
  readonly what: string;
  readonly value: Json;
}

/** What a customer record says of somebody. */
export type Fields = Omit<Partial<CustomerRecord>, 'addresses' | 'attributes' | 'birthDate' | 'createdAt'> & {
  readonly addresses?: readonly Readonly<Record<string, string>>[];
  readonly attributes?: Flat;
  readonly birthDate?: string;
  readonly createdAt?: string;
};

/** Other ways to write the traits that are ours. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['first_name', 'firstName'],
  ['firstname', 'firstName'],
  ['last_name', 'lastName'],
  ['lastname', 'lastName'],
  ['created_at', 'createdAt'],
  ['locale', 'language'],
]);
const NAMES = ['firstName', 'lastName'] as const;
const OWN = new Set(['email', 'phone', 'birthday', 'createdAt', 'language', 'company', 'address']);
/** Not kept as traits: the id is known, pictures are nobody's question, and consent is not a trait. */
const APART = new Set(['id', 'avatar', 'consent']);

/** Traits by what stands by itself. */
export function saidOf(traits: JsonObject): Said[] {
  const all = new Map(Object.entries(traits).map(([name, value]) => [ALIASES.get(name) ?? name, value]));
  const names = nameOf(all);
  const others = [...all].filter(([one]) => !APART.has(one) && one !== 'name' && !NAMES.some((part) => part === one));
  const said = others.map(([one, value]) => ({ what: OWN.has(one) ? one : `trait(${one})`, value }));
  return names === undefined ? said : [names, ...said];
}

/** Parts of a name that are said together belong together; a whole name is for where no part is said. */
function nameOf(traits: ReadonlyMap<string, Json>): Said | undefined {
  const names = NAMES.filter((name) => traits.has(name));
  if (names.length > 0) {
    const value = Object.fromEntries(names.map((one) => [one, traits.get(one) ?? null]));
    return { what: `name(${names.join(' ')})`, value };
  }
  const name = traits.get('name');
  return name === undefined ? undefined : { what: 'name', value: name };
}

/** What that says of somebody; nothing where it was taken back (null, or an empty text). @throws Error that says why it cannot be read */
export function fieldsOf({ what, value }: Said): Fields {
  const [, kind = '', name = ''] = /^(\w+)(?:\((.*)\))?$/s.exec(what) ?? [];
  if (value === null || value === '') return {};
  switch (kind) {
    case 'email':
    case 'phone':
    case 'language':
      return { [kind]: textOf(kind, value) };
    case 'name':
      return isObject(value) ? someTexts(value, NAMES) : partsOf(textOf('name', value));
    case 'birthday':
      return { birthDate: dayOf(textOf('birthday', value)) };
    case 'createdAt':
      return { createdAt: typeof value === 'number' ? instantOfNumber(value) : momentOf(textOf('createdAt', value)) };
    case 'company':
    case 'group':
      return companyOf(isObject(value) ? value : { name: value });
    case 'address':
      return { addresses: [isObject(value) ? addressOf(value) : { address1: textOf('address', value) }] };
    default:
      return { attributes: flat({ [name]: value }) };
  }
}

function companyOf(said: JsonObject): Fields {
  const { name, id } = someTexts(said, ['name', 'id']);
  return { ...(name !== undefined && { company: name }), ...(id !== undefined && { companyIds: [id] }) };
}

const ADDRESS = {
  street: 'address1',
  city: 'city',
  state: 'region',
  postalCode: 'postcode',
  postal_code: 'postcode',
  country: 'country',
} as const;

function addressOf(said: JsonObject): Record<string, string> {
  const texts = someTexts(said, Object.keys(ADDRESS) as (keyof typeof ADDRESS)[]);
  const named = Object.entries(ADDRESS).flatMap(([name, ours]) => {
    const text = texts[name as keyof typeof ADDRESS];
    return text === undefined ? [] : [[ours, ours === 'country' ? text.toUpperCase() : text] as const];
  });
  return Object.fromEntries(named);
}

/** A whole name is told apart at its last space, since only the parts of one are stored. */
function partsOf(name: string): Fields {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words.pop() : undefined;
  return { firstName: words.join(' '), ...(last !== undefined && { lastName: last }) };
}

function someTexts<Name extends string>(said: JsonObject, names: readonly Name[]): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = said[name];
    if (value !== undefined && value !== null && value !== '') texts[name] = textOf(name, value);
  }
  return texts;
}

function textOf(name: string, value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error(`the trait ${name} is not text`);
}

/** Clients write dates as moments, too. */
function dayOf(text: string): string {
  const day = text.slice(0, 10);
  return parseDay(day) === undefined ? text : day;
}

function momentOf(text: string): string {
  return parseDay(text) === undefined ? text : `${text}T00:00:00Z`;
}

/** Numbers of this size are milliseconds; seconds will not be for three thousand years. */
const LEAST_MS = 100_000_000_000;

function instantOfNumber(number: number): string {
  return instantOfMs(Math.round(number < LEAST_MS ? number * 1000 : number));
}

/** The consents that somebody states, by channel. */
export function consentsIn(traits: JsonObject): [channel: string, state: Json][] {
  return Object.entries(objectOr(traits.consent));
}
