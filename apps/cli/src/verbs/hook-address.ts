import type { Shop } from '@clientele/model';
import type { House } from '../house.js';

/** Where the webhooks of a connection are sent to; only the path while no server runs. */
export async function hookAddress(house: House, shop: Shop, connection: string): Promise<string> {
  const path = `/hooks/${await house.ledger.hookDoors.token(shop.id, connection, house.clock())}`;
  const server = house.address();
  return server === undefined ? path : `${server.replace(/\/$/, '')}${path}`;
}
