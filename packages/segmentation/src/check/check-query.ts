import { CATALOGUE, type Catalogue } from '../catalogue/catalogue.js';
import { type InvalidQuery, invalidQuery, type ParsedQuery, parseQuery } from '../text/parse-query.js';
import { printCondition } from '../text/print-condition.js';
import type { Condition } from '../tree/condition.js';
import { checkCondition } from './check-condition.js';
import { Findings } from './findings.js';

/** A query that the catalogue understands: it may be compiled and saved. */
export interface ValidQuery {
  readonly outcome: 'valid';
  /** What was parsed, with ids as text. */
  readonly condition: Condition;
  /** The condition printed. */
  readonly canonical: string;
}

/**
 * Reads a query and checks its names, operators and values against the catalogue; all errors at once. Whether the
 * segments exist that it names is for the caller to look up.
 */
export function checkQuery(query: string | ParsedQuery, catalogue: Catalogue = CATALOGUE): ValidQuery | InvalidQuery {
  const parsed = typeof query === 'string' ? parseQuery(query) : query;
  if (parsed.outcome === 'invalid') return parsed;
  const findings = new Findings(parsed.places);
  const condition = checkCondition(parsed.condition, catalogue, findings);
  if (findings.errors.length > 0) return invalidQuery(findings.errors);
  return { outcome: 'valid', condition, canonical: printCondition(condition) };
}
