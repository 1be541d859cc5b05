import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { gid } from './gid.js';

type Metafields = NonNullable<Extract<RecordInput, { kind: 'customer' }>['metafields']>;
type Value = NonNullable<Metafields[string]>[string];

export const answeredMetafield = z.object({
  id: gid,
  namespace: z.string().min(1),
  key: z.string().min(1),
  /** `number_integer`, `list.single_line_text_field` … */
  type: z.string(),
  value: z.string(),
});
export type AnsweredMetafield = z.output<typeof answeredMetafield>;

const LONGEST_TEXT = 8192;
const LONGEST_ELEMENT = 2048;
const MOST_ELEMENTS = 500;

const NUMBERS = new Set(['number_integer', 'number_decimal']);
/** Values with a unit or a scale: the number counts. */
const MEASURES = new Set(['rating', 'weight', 'volume', 'dimension']);

const measured = z.object({ value: z.union([z.number(), z.string()]) });
const amounted = z.object({ amount: z.string() });

/** What metafields of a type are read as. */
export function metafieldKind(type: string): 'text' | 'number' | 'date' | 'boolean' | 'list' {
  if (type === 'boolean') return 'boolean';
  if (type === 'date' || type === 'date_time') return 'date';
  if (NUMBERS.has(type) || MEASURES.has(type) || type === 'money') return 'number';
  return type.startsWith('list.') ? 'list' : 'text';
}

/** Metafields by namespace and key, each as what its definition says that it is; undefined where there are none. */
export function metafieldsOf(said: readonly AnsweredMetafield[]): Metafields | undefined {
  const all: Record<string, Record<string, Value>> = {};
  for (const metafield of said) {
    const value = readValue(metafield);
    if (value === undefined) continue;
    all[metafield.namespace] = { ...all[metafield.namespace], [metafield.key]: value };
  }
  return Object.keys(all).length === 0 ? undefined : all;
}

/** The text of one metafield, such as the day of somebody's birth. */
export function metafieldText(said: readonly AnsweredMetafield[], namespace: string, key: string): string | undefined {
  return said.find((one) => one.namespace === namespace && one.key === key)?.value;
}

/** Undefined where it is longer than what is kept, or has not the form of its type. */
function readValue({ type, value }: AnsweredMetafield): Value | undefined {
  if (type === 'boolean') return value === 'true';
  if (NUMBERS.has(type)) return numberOf(value);
  if (MEASURES.has(type)) {
    const said = measured.safeParse(jsonOf(value)).data?.value;
    return said === undefined ? undefined : numberOf(String(said));
  }
  if (type === 'money') {
    const said = amounted.safeParse(jsonOf(value)).data?.amount;
    return said === undefined ? undefined : numberOf(said);
  }
  if (type.startsWith('list.')) {
    const elements = z.array(z.json()).safeParse(jsonOf(value)).data;
    const texts = elements?.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    return texts?.slice(0, MOST_ELEMENTS).filter((one) => one.length <= LONGEST_ELEMENT);
  }
  return value.length > LONGEST_TEXT ? undefined : value;
}

/** A number; the text itself where a JSON number would lose some of its digits. */
function numberOf(text: string): Value | undefined {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return undefined;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
