import type { Json, JsonObject } from '@clientele/connector-kit';
import { isObject, objectOr } from './json-object.js';

const KEPT: Readonly<Record<string, readonly string[]>> = {
  page: ['path', 'title', 'referrer'],
  device: ['type'],
};

/** A batch states its context once and it is kept with each of its calls: so only so much, and so long, is kept of it. */
const [MOST_NAMES, LONGEST_NAME, LONGEST_TEXT] = [20, 100, 1_000];

/** What is kept of the context of a call: neither addresses of computers nor what tells one device from all others. */
export function keptContext(context: JsonObject): JsonObject {
  const { campaign, locale } = context;
  const parts = Object.entries(KEPT).flatMap(([part, names]) => {
    const said = objectOr(context[part]);
    const some = names.flatMap((name) => (isShort(said[name]) ? [[name, said[name]] as const] : []));
    return some.length === 0 ? [] : [[part, Object.fromEntries(some)] as const];
  });
  return {
    ...(isObject(campaign) && { campaign: shortOnes(campaign) }),
    ...(isShort(locale) && { locale }),
    ...Object.fromEntries(parts),
  };
}

const isShort = (value: Json | undefined): value is string => typeof value === 'string' && value.length <= LONGEST_TEXT;

function shortOnes(said: JsonObject): JsonObject {
  const short = Object.entries(said).filter(
    ([name, value]) => name.length <= LONGEST_NAME && (isShort(value) || typeof value === 'number'),
  );
  return Object.fromEntries(short.slice(0, MOST_NAMES));
}

/** The context as properties: `utm_source` and so on, `page_path`, `device_type`, `locale`. */
export function contextProperties(context: JsonObject): Record<string, Json> {
  const named = (prefix: string, said: Json | undefined) =>
    Object.entries(objectOr(said)).map(([name, value]) => [`${prefix}${name}`, value] as const);
  const { campaign, page, device, locale } = context;
  return withoutQueries(
    Object.fromEntries([
      ...named('utm_', campaign),
      ...named('page_', page),
      ...named('device_', device),
      ...(locale === undefined ? [] : [['locale', locale] as const]),
    ]),
  );
}

/** Names of properties that are addresses of pages. */
const ADDRESSES = new Set(['url', 'referrer', 'page_referrer']);

/** The same without what stands behind `?` and `#` in addresses of pages, which may be anything: names, keys, tokens. */
export function withoutQueries(properties: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      if (name === 'search') return [];
      return [[name, ADDRESSES.has(name) && typeof value === 'string' ? value.replace(/[?#].*$/s, '') : value]];
    }),
  );
}
