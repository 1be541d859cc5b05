import type { ShopId } from '@clientele/model';
import type { House } from '../house.js';

const SETTING = 'demo-ready';

/** True once a shop of the demonstration was filled to its end. */
export async function isDemoReady({ ledger }: House, shop: ShopId): Promise<boolean> {
  return (await ledger.settings.get(shop, SETTING)) === true;
}

export async function markDemoReady({ ledger }: House, shop: ShopId): Promise<void> {
  await ledger.settings.set(shop, SETTING, true);
}

/** True where a shop of that id holds somebody's own data, which a demonstration must not touch. */
export async function isTaken({ ledger }: House, shop: ShopId, connections: readonly string[]): Promise<boolean> {
  return (await ledger.connections.list(shop)).some(({ name }) => !connections.includes(name));
}
