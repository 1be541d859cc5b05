import type { Json, JsonObject } from '@clientele/connector-kit';

/** Deeper than anybody says anything, and far from where reading it would fail. */
const DEEPEST = 32;

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** An object, or an empty one in the place of anything else. */
export function objectOr(json: Json | undefined): JsonObject {
  return isObject(json) ? json : {};
}

export function isTooDeep(json: Json, depth = 0): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return depth >= DEEPEST || Object.values(json).some((inner: Json) => isTooDeep(inner, depth + 1));
}

/** As it is stored: without what is undefined. */
export function jsonOf(value: object): Json {
  return JSON.parse(JSON.stringify(value));
}
