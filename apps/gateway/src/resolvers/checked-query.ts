import type { Instant } from '@clientele/model';
import { diagnoseQuery } from '@clientele/pipeline';
import type { RequestOptions } from '@clientele/warehouse';
import type { GatewayContext } from '../context.js';
import { QueryCheck } from '../schema/query-warning.js';
import type { AskedQuery } from './asked-query.js';
import { faultsWithoutSegments } from './segments-closed.js';

/** A query looked at for whoever asks. */
export async function checkedQuery(
  context: GatewayContext,
  { query, userErrors }: AskedQuery,
  asOf: Instant | undefined,
  options: RequestOptions,
): Promise<QueryCheck> {
  const faults = faultsWithoutSegments(context, query);
  if (faults.length > 0) return new QueryCheck(null, [], userErrors(faults));
  const found = await diagnoseQuery(context.deps, context.shop, query, asOf, options);
  return found.outcome === 'diagnosed'
    ? new QueryCheck(found.canonical, found.warnings, [])
    : new QueryCheck(null, [], userErrors(found.errors));
}
