import type { Json } from '@clientele/connector-kit';

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const WHOLE = /^-?\d{16,}$/;

/** Reads JSON, whole numbers of more digits than a JSON number holds as text: Shopify's ids are such. Throws where it is none. */
export function losslessJson(text: string): Json {
  return JSON.parse(text.replace(STRING_OR_NUMBER, (found) => (WHOLE.test(found) ? `"${found}"` : found)));
}
