import type { Shop } from '@clientele/model';
import type { Parts } from '@clientele/pipeline';
import type { GraphQLError } from 'graphql';
import { localId } from '../schema/global-id.js';
import type { Credential } from './credential.js';
import { forbidden } from './refused.js';

/**
 * The shop that a request is about: the credential's own. A session that may see several chooses among its shops.
 *
 * @param chosen the header `x-clientele-shop`: the `id` that `shops` gives, or the plain id of the command line
 * @returns a FORBIDDEN error for a shop that is not open to the session, for one that does not exist alike, and where
 *   there is none
 */
export async function shopOf(
  { ledger }: Parts,
  credential: Credential,
  chosen: string | undefined,
): Promise<Shop | GraphQLError> {
  const open = credential.kind === 'session' ? credential.shops : [credential.shop];
  const asked = chosen === undefined ? undefined : (localId('Shop', chosen) ?? chosen);
  const id = asked === undefined ? open[0] : open.find((shop) => shop === asked);
  const shop = id === undefined ? undefined : await ledger.shops.get(id);
  if (shop !== undefined) return shop;
  return forbidden(
    open.length === 0
      ? 'There is no shop yet: import orders, and the first one is made.'
      : 'This shop is not open to you: choose one of those that `shops` lists.',
  );
}
