import type { Shop } from '@clientele/model';
import type { House } from './house.js';
import { lookOften } from './look-often.js';

/** So often it is looked what is to be erased. */
const LOOK_MS = 60_000;

/** What a house brings to it. */
interface Erasing extends Pick<House, 'carryOutRequests'> {
  readonly ledger: { readonly shops: Pick<House['ledger']['shops'], 'list'> };
}

/** Erases what platforms and people ask to be erased, shop by shop, until it is stopped. What fails is told, and tried again. */
export function eraseDue(
  { carryOutRequests, ledger }: Erasing,
  onFailure: (error: unknown, shop?: Shop) => void,
): { readonly stop: () => void } {
  const looking = lookOften(
    LOOK_MS,
    async () => {
      for (const shop of await ledger.shops.list()) {
        if (looking.isStopped()) return;
        try {
          const { failed } = await carryOutRequests(shop);
          if (failed > 0) onFailure(new Error(`${failed} of what is to be erased`), shop);
        } catch (error) {
          if (!looking.isStopped()) onFailure(error, shop);
        }
      }
    },
    onFailure,
  );
  return looking;
}
