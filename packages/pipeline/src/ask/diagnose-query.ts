import type { Instant, Shop } from '@clientele/model';
import {
  checkQuery,
  countEachQuery,
  diagnose,
  languageTypesOf,
  shopChecks,
  shopWarnings,
} from '@clientele/segmentation';
import type { RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { customTypes } from '../custom-attributes.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { type QueryRemark, type ReadQuery, readQuery } from './read-query.js';

/** A query that may be asked, and what is odd about it. */
export interface Diagnosis {
  readonly outcome: 'diagnosed';
  readonly canonical: string;
  /** In the order of the text. */
  readonly warnings: readonly QueryRemark[];
}

/**
 * What is odd about a query, or about that of a saved segment: as it is written, in itself, and in this shop, by one
 * statement that counts each of its conditions.
 */
export async function diagnoseQuery(
  parts: Parts,
  shop: Shop,
  queryOrSegment: string,
  asked?: Instant,
  options: RequestOptions = {},
): Promise<Diagnosis | Extract<ReadQuery, { outcome: 'invalid' }>> {
  const read = await readQuery(parts, shop.id, queryOrSegment);
  if (read.outcome === 'invalid') return read;
  // A list has no query that could be odd.
  if (read.segment?.query === '') return { outcome: 'diagnosed', canonical: read.canonical, warnings: [] };
  const checked = checkQuery(read.segment?.query ?? queryOrSegment, {
    customAttributes: languageTypesOf(await customTypes(parts.ledger, shop.id)),
  });
  if (checked.outcome === 'invalid') return checked;
  const checks = shopChecks(checked.condition);
  const conditions = checks.map(({ condition }) => condition);
  const question = await prepare(parts, shop, asOf(parts, shop, asked), conditions, read.segments, options);
  const { sql, params } = countEachQuery(question.conditions, question.context);
  const [found] = await parts.sql.query<{ counts: string[]; of: string }>(sql, params, options);
  const counted = shopWarnings(checks, (found?.counts ?? []).map(Number), Number(found?.of ?? 0), checked.places);
  const warnings = [...read.warnings, ...diagnose(checked), ...counted].toSorted((a, b) => a.offset - b.offset);
  return { outcome: 'diagnosed', canonical: read.canonical, warnings };
}
