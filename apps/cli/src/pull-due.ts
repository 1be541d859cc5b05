import type { Shop } from '@clientele/model';
import type { House } from './house.js';
import { lookOften } from './look-often.js';

/** So often it is looked which connections are due. */
const LOOK_MS = 15_000;
/** So often profiles follow while a first pull is under way. */
const FOLLOW_MS = 300_000;

/** What a house brings to it. */
interface Pulling extends Pick<House, 'advanceShop'> {
  readonly connections: Pick<House['connections'], 'due' | 'sync'>;
  readonly ledger: { readonly shops: Pick<House['ledger']['shops'], 'list'> };
}

/**
 * Pulls the connections of all shops as they are due, until it is stopped: each by itself, so that none waits for the
 * first pull of another. Profiles follow each that brought something. What breaks is told, and tried again.
 */
export function pullDue(
  house: Pulling,
  onFailure: (error: unknown, shop?: Shop) => void,
): { readonly stop: () => void } {
  const pull = async (shop: Shop, connection: string) => {
    let followed = performance.now();
    const onProgress = () => {
      if (looking.isStopped() || performance.now() - followed < FOLLOW_MS) return;
      followed = performance.now();
      house.advanceShop(shop).catch((error: unknown) => looking.isStopped() || onFailure(error, shop));
    };
    const pulled = await house.connections.sync(shop, connection, { onProgress });
    if (pulled.outcome !== 'unusable' && pulled.carried.items > 0 && !looking.isStopped())
      await house.advanceShop(shop);
  };
  const look = async () => {
    for (const shop of await house.ledger.shops.list()) {
      for (const connection of await house.connections.due(shop)) {
        pull(shop, connection).catch((error: unknown) => looking.isStopped() || onFailure(error, shop));
      }
    }
  };
  const looking = lookOften(LOOK_MS, look, onFailure);
  return looking;
}
