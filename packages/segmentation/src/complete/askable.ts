import type { LanguageType } from '../catalogue/language.js';
import { checkQuery } from '../check/check-query.js';

/** Answers that hold for every shop: as many as there are names and operators. */
const KNOWN = new Map<string, boolean>();

/** Whether a query that can be written can be asked too, so that what is in it may be offered. */
export function isAskable(query: string, customAttributes?: ReadonlyMap<string, LanguageType>): boolean {
  const known = KNOWN.get(query);
  if (known !== undefined) return known;
  const checked = checkQuery(query, customAttributes === undefined ? {} : { customAttributes });
  const askable = checked.outcome === 'valid' || !checked.errors.some(({ code }) => code === 'not-built-yet');
  // Names that are a shop's own are without end.
  if (!/attributes\.|metafields\.|events\.'/.test(query)) KNOWN.set(query, askable);
  return askable;
}
