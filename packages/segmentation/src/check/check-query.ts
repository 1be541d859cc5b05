import { CATALOGUE } from '../catalogue/catalogue.js';
import { LANGUAGE, type LanguageType } from '../catalogue/language.js';
import { type InvalidQuery, invalidQuery, type ParsedQuery, parseQuery } from '../text/parse-query.js';
import type { Places } from '../text/place.js';
import { printCondition } from '../text/print-condition.js';
import type { QueryWarning } from '../text/query-error.js';
import type { Condition } from '../tree/condition.js';
import { checkCondition } from './check-condition.js';
import { Findings } from './findings.js';
import { reportNotBuilt } from './not-built.js';

/** A query that the catalogue understands: it may be compiled and saved. */
export interface ValidQuery {
  readonly outcome: 'valid';
  /** What was parsed, in its one form: ids as text, dates without quotes. */
  readonly condition: Condition;
  /** The condition printed. */
  readonly canonical: string;
  /** Where the nodes of `condition` stand in the text that was read. */
  readonly places: Places;
  readonly warnings: readonly QueryWarning[];
}

export interface CheckOptions {
  /**
   * The custom attributes of the shop, by their whole name (`attributes.'Shoe size'`, `metafields.custom.tier`). Where
   * it is left out, every name passes with a warning.
   */
  readonly customAttributes?: ReadonlyMap<string, LanguageType>;
}

/**
 * Reads a query and checks its names, operators and values against the catalogue; all errors at once. What can be
 * written and not asked yet is refused with `not-built-yet`. Whether the segments exist that it names is for the caller
 * to look up.
 */
export function checkQuery(query: string | ParsedQuery, options: CheckOptions = {}): ValidQuery | InvalidQuery {
  const checked = checkLanguage(query, options);
  if (checked.outcome === 'invalid') return checked;
  const findings = new Findings(checked.places);
  reportNotBuilt(checked.condition, CATALOGUE, findings);
  return findings.errors.length > 0 ? invalidQuery(findings.errors) : checked;
}

/** Like {@link checkQuery}, for the whole language: what it passes may be printed and translated, if not always asked. */
export function checkLanguage(
  query: string | ParsedQuery,
  { customAttributes }: CheckOptions = {},
): ValidQuery | InvalidQuery {
  const parsed = typeof query === 'string' ? parseQuery(query) : query;
  if (parsed.outcome === 'invalid') return parsed;
  const findings = new Findings(parsed.places, parsed.warnings);
  const condition = checkCondition(parsed.condition, { language: LANGUAGE, customAttributes, findings });
  if (findings.errors.length > 0) return invalidQuery(findings.errors);
  const warnings = findings.warnings.toSorted((a, b) => a.offset - b.offset);
  return { outcome: 'valid', condition, canonical: printCondition(condition), places: findings.places, warnings };
}
