import { addToDay, type Instant, msOfInstant, type Shop, startOfDay } from '@clientele/model';
import { asOf } from '@clientele/pipeline';
import type { House } from './house.js';

/** A timer cannot wait for longer than 24.8 days, and a laptop that slept wakes late: look again every hour. */
const MOST_MS = 3_600_000;
/** After a failure of one shop, which must not keep the others from their day. */
const AGAIN_MS = 60_000;

/**
 * Brings every shop up to date now, and whenever a day begins in its time zone: conditions such as `-90d` turn over at
 * its midnight. A shop whose clock stands has no midnight.
 */
export async function turnDays(
  house: House,
  onFailure: (shop: Shop, error: unknown) => void,
): Promise<{ readonly stop: () => void }> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async () => {
    const shops = await house.ledger.shops.list();
    let failed = false;
    for (const shop of shops) {
      await house.advanceShop(shop).catch((error: unknown) => {
        failed = true;
        onFailure(shop, error);
      });
    }
    if (!stopped) timer = setTimeout(() => void round(), failed ? AGAIN_MS : waitMs(house, shops));
  };
  await round();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function waitMs(house: House, shops: readonly Shop[]): number {
  const now = msOfInstant(house.clock());
  const waits = shops.filter(({ clock }) => clock === null).map((shop) => msOfInstant(nextMidnight(house, shop)) - now);
  return Math.max(1_000, Math.min(MOST_MS, ...waits));
}

function nextMidnight(house: House, shop: Shop): Instant {
  return startOfDay(addToDay(asOf(house, shop).today, 1, 'd'), shop.timeZone);
}
