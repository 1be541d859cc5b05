import type { Instant, Shop } from '@clientele/model';
import { countQuery } from '@clientele/segmentation';
import type { RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { type ReadQuery, readQuery } from './read-query.js';
import { type StaleReference, staleReferences } from './stale-references.js';

type Invalid = Extract<ReadQuery, { outcome: 'invalid' }>;

export interface Count {
  readonly outcome: 'counted';
  readonly count: number;
  /** All profiles of the shop. */
  readonly of: number;
  readonly asOf: Instant;
  readonly stale: readonly StaleReference[];
}

/** The exact size of a query, not saved; at the shop's own time or at another. */
export async function count(
  parts: Parts,
  shop: Shop,
  queryOrSegment: string,
  asked?: Instant,
  options?: RequestOptions,
): Promise<Count | Invalid> {
  const read = await readQuery(parts, shop.id, queryOrSegment);
  if (read.outcome === 'invalid') return read;
  const at = asOf(parts, shop, asked);
  const question = await prepare(parts, shop, at, [read.condition], read.segments, options);
  const [condition = read.condition] = question.conditions;
  const query = countQuery(condition, question.context);
  const [row] = await parts.sql.query<{ count: string; of: string }>(query.sql, query.params, options);
  const stale = await staleReferences(parts, shop, at, [read.condition], read.segments);
  return { outcome: 'counted', count: Number(row?.count ?? 0), of: Number(row?.of ?? 0), asOf: at.now, stale };
}
