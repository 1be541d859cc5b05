import type { Shop } from '@clientele/model';
import { purgeShop } from '@clientele/warehouse';
import { persistently } from '../persistently.js';
import type { PulledConnections } from '../pull/pulled-connections.js';
import type { ErasingParts } from './erase-person.js';

/** Why the connections of a shop are asked no longer. */
const ERASED = 'the shop is being erased';

/**
 * Takes everything of a shop out of both stores, the shop itself last: a call after a crash goes on. Its connections are
 * asked no longer; what is still on its way finds no shop to belong to.
 */
export async function eraseShop(
  parts: ErasingParts,
  connections: Pick<PulledConnections, 'disconnect'>,
  shop: Shop,
): Promise<void> {
  const { ledger, sql, clock, inTurn } = parts;
  for (const { connection } of await ledger.pulls.list(shop.id)) await connections.disconnect(shop, connection, ERASED);
  await inTurn(shop.id, async () => {
    await persistently(parts, () => purgeShop(sql, shop.id));
    await ledger.personalData.eraseShop(shop.id, clock());
  });
  await ledger.personalData.overwrite();
}
