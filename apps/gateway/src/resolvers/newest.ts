import type { RequestOptions } from '@clientele/warehouse';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';

/**
 * Ends what is asked when its client hangs up, and, for a page that named itself, when it asks the next of its kind.
 *
 * @param what is asked; several of one kind in one request have names of their own
 */
export function newest(
  { shop, credential, signal }: GatewayContext,
  what: string,
  page: string | null | undefined,
): RequestOptions {
  return { signal, ...(page != null && { key: `${what}/${shop.id}/${nameOf(credential)}/${page}` }) };
}
