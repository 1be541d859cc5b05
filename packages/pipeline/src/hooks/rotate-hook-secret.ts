import { type Connector, listed } from '@clientele/connector-kit';
import type { Instant, Shop } from '@clientele/model';
import type { Parts } from '../parts.js';

/**
 * Gives a connection a new secret for its webhooks. Those that it had hold until then beside it, so that no webhook is
 * refused while the platform is told.
 *
 * @returns how many hold on, or undefined where webhooks of this connector are not signed with a secret of ours
 */
export async function rotateHookSecret(
  { ledger, clock }: Parts,
  shop: Shop,
  connection: string,
  { hooks }: Connector,
  secret: string,
  until: Instant,
): Promise<{ readonly retiring: number } | undefined> {
  const name = hooks?.secrets;
  if (name === undefined) return undefined;
  const now = clock();
  await ledger.hookDoors.token(shop.id, connection, now);
  const secrets = Object(await ledger.connections.secrets(shop.id, connection));
  const retiring = listed(secrets, name).map((old) => ({ secret: old, until }));
  await ledger.hookDoors.rotate(shop.id, connection, { ...secrets, [name]: [secret] }, retiring, now);
  return { retiring: retiring.length };
}
