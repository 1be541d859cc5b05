import type { Json } from '@clientele/connector-kit';
import { isObject } from './json-object.js';

/** As the model has properties: texts, numbers, truths, and lists of texts. */
export type Flat = Readonly<Record<string, string | number | boolean | string[]>>;

/**
 * What was said, without anything within anything: `size: { eu: 40 }` is `size.eu`, a list of texts stays one, and a
 * list of things is a list for each of their names: `products.product_id`. What is null was not said.
 */
export function flat(said: Readonly<Record<string, Json>>): Flat {
  return Object.fromEntries(Object.entries(said).flatMap(([name, value]) => flatOf(name, value)));
}

function flatOf(name: string, value: Json): [string, string | number | boolean | string[]][] {
  if (value === null) return [];
  if (isObject(value)) return Object.entries(value).flatMap(([inner, one]) => flatOf(`${name}.${inner}`, one));
  if (typeof value !== 'object') return [[name, value]];
  const lists = new Map<string, string[]>();
  for (const [path, text] of textsIn(name, value)) {
    const list = lists.get(path);
    if (list === undefined) lists.set(path, [text]);
    else list.push(text);
  }
  return [...lists];
}

/** All that a list holds, as texts, each by where it is; places in lists do not count. */
function textsIn(name: string, value: Json): [string, string][] {
  if (value === null) return [];
  if (isObject(value)) return Object.entries(value).flatMap(([inner, one]) => textsIn(`${name}.${inner}`, one));
  return typeof value === 'object' ? value.flatMap((one) => textsIn(name, one)) : [[name, String(value)]];
}
