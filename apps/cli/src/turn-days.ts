import { msOfInstant, type Shop } from '@clientele/model';
import type { House } from './house.js';

/** A timer cannot wait for longer than 24.8 days, and a laptop that slept wakes late: look again every hour. */
const MOST_MS = 3_600_000;
/** After a failure of one shop, which must not keep the others from their day. */
const AGAIN_MS = 60_000;

/** What a house brings to it. */
interface Shops extends Pick<House, 'clock' | 'advanceShop' | 'nextTurn'> {
  readonly ledger: { readonly shops: Pick<House['ledger']['shops'], 'list'> };
}

/** Keeps all shops up to date until it is stopped. */
export interface Turning {
  /** Settles when every shop was brought up to date once, or was tried; never rejects. */
  readonly caughtUp: Promise<void>;
  readonly stop: () => void;
}

/**
 * Brings every shop up to date now, and whenever a day begins in its time zone: conditions such as `-90d` turn over at
 * its midnight, those that ask for less than a day within a minute. A shop whose clock stands has no midnight. What fails is told, with its shop where it is one shop's, and
 * tried again.
 */
export function turnDays(house: Shops, onFailure: (error: unknown, shop?: Shop) => void): Turning {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async () => {
    let failed = false;
    let wait = AGAIN_MS;
    try {
      const shops = await house.ledger.shops.list();
      for (const shop of shops) {
        await house.advanceShop(shop).catch((error: unknown) => {
          failed = true;
          onFailure(error, shop);
        });
      }
      if (!failed) wait = await waitMs(house, shops);
    } catch (error) {
      onFailure(error);
    }
    if (!stopped) timer = setTimeout(round, wait);
  };
  return {
    caughtUp: round(),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function waitMs(house: Pick<Shops, 'clock' | 'nextTurn'>, shops: readonly Shop[]): Promise<number> {
  const turns = await Promise.all(shops.map((shop) => house.nextTurn(shop)));
  const now = msOfInstant(house.clock());
  const waits = turns.flatMap((turn) => (turn === undefined ? [] : [msOfInstant(turn) - now]));
  return Math.max(1_000, Math.min(MOST_MS, ...waits));
}
