import { msOfInstant, type Shop, type ShopId } from '@clientele/model';
import type { TakenDeliveries } from '@clientele/pipeline';
import type { House } from './house.js';
import { lookOften } from './look-often.js';

/** So often it is looked what waits, of a crash or of a failure; what comes meanwhile is taken at once. */
const LOOK_MS = 15_000;
/** After a failure, the platform or the connection is left alone for so long. */
const AGAIN_MS = 60_000;

/** What a house brings to it. */
interface Taking extends Pick<House, 'advanceShop' | 'takeHooks' | 'onHookKept' | 'clock'> {
  readonly ledger: {
    readonly shops: Pick<House['ledger']['shops'], 'list' | 'get'>;
    readonly inbox: Pick<House['ledger']['inbox'], 'states'>;
  };
}

/**
 * Takes what waits in the inboxes of all connections, each by itself, until it is stopped: what is left of before, and
 * what comes in, at once. Profiles follow. What fails is told, waits on, and is tried again.
 */
export function takeHooks(
  house: Taking,
  onFailure: (error: unknown, shop?: Shop) => void,
): { readonly stop: () => void } {
  /** By shop and connection; true where more came while something was being taken. */
  const busy = new Map<string, boolean>();
  const notBefore = new Map<string, number>();

  const takeAll = async (key: string, shop: Shop, connection: string) => {
    for (;;) {
      busy.set(key, false);
      const taken = await house.takeHooks(shop, connection);
      if (taken.outcome !== 'taken') {
        notBefore.set(key, againAt(taken, msOfInstant(house.clock())));
        if (taken.outcome !== 'paused') onFailure(new Error(taken.sentence), shop);
        return;
      }
      if (taken.deliveries > 0 && !looking.isStopped()) await house.advanceShop(shop);
      if (looking.isStopped() || !(taken.isMore || busy.get(key) === true)) return;
    }
  };
  const wake = (shop: Shop, connection: string) => {
    const key = `${shop.id} ${connection}`;
    if (busy.has(key)) busy.set(key, true);
    else if ((notBefore.get(key) ?? 0) <= msOfInstant(house.clock())) {
      takeAll(key, shop, connection)
        .catch((error: unknown) => {
          notBefore.set(key, msOfInstant(house.clock()) + AGAIN_MS);
          if (!looking.isStopped()) onFailure(error, shop);
        })
        .finally(() => busy.delete(key));
    }
  };
  const look = async () => {
    for (const shop of await house.ledger.shops.list()) {
      for (const connection of (await house.ledger.inbox.states(shop.id)).keys())
        if (!looking.isStopped()) wake(shop, connection);
    }
  };
  house.onHookKept((id: ShopId, connection) => {
    if (looking.isStopped()) return;
    if (busy.has(`${id} ${connection}`)) {
      busy.set(`${id} ${connection}`, true);
      return;
    }
    house.ledger.shops
      .get(id)
      .then((shop) => shop && wake(shop, connection))
      .catch((error: unknown) => looking.isStopped() || onFailure(error));
  });
  const looking = lookOften(LOOK_MS, look, onFailure);
  return looking;
}

function againAt(failed: Exclude<TakenDeliveries, { outcome: 'taken' }>, nowMs: number): number {
  return failed.outcome === 'paused' ? msOfInstant(failed.until) : nowMs + AGAIN_MS;
}
