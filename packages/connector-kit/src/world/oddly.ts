import type { Json } from '../json.js';
import type { Oddity } from './world.js';

type Path = readonly (string | number)[];

/** The same JSON with something odd at one of its places; those called in `spared` stay. */
export function oddly(json: Json, { how, field }: Oddity, spared: readonly string[]): Json {
  if (how === 'unknown' && isObject(json)) return { ...json, [`x_unheard_of_${field}`]: { since: 'today' } };
  const places = placesIn(json, []).filter((path) => !spared.includes(String(path[0])));
  const place = places[field % Math.max(1, places.length)];
  return place === undefined ? json : changed(json, place, how);
}

function placesIn(json: Json, path: Path): Path[] {
  const inside: readonly (readonly [string | number, Json])[] = Array.isArray(json)
    ? json.map((value, index) => [index, value] as const)
    : isObject(json)
      ? Object.entries(json)
      : [];
  return inside.flatMap(([name, value]) => [[...path, name], ...placesIn(value, [...path, name])]);
}

function changed(json: Json, [name, ...rest]: Path, how: Oddity['how']): Json {
  const isLast = rest.length === 0;
  if (isList(json)) {
    return json.flatMap((value, index) => {
      if (index !== name) return [value];
      if (!isLast) return [changed(value, rest, how)];
      return how === 'absent' ? [] : [odd(value, how)];
    });
  }
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]): [string, Json][] => {
      if (key !== name) return [[key, value]];
      if (!isLast) return [[key, changed(value, rest, how)]];
      return how === 'absent' ? [] : [[key, odd(value, how)]];
    }),
  );
}

function odd(value: Json, how: Oddity['how']): Json {
  if (how === 'list') return [];
  if (how === 'null') return null;
  if (typeof value === 'string') return 12_345;
  if (typeof value === 'number') return String(value);
  // Where null may stand, so may a text: an id. What may be read as if it were said is nothing odd.
  return value === null ? true : 'odd';
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function isObject(json: Json): json is { readonly [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
