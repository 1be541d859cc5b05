import type { Shop } from '@clientele/model';
import type { House } from './house.js';
import { lookOften } from './look-often.js';

/** So often it is looked which write-backs are due. */
const LOOK_MS = 15_000;

/** What a house brings to it. */
interface Writing {
  readonly writtenSegments: Pick<House['writtenSegments'], 'due' | 'run'>;
  readonly ledger: { readonly shops: Pick<House['ledger']['shops'], 'list'> };
}

/** Keeps the segments of all shops on their platforms, until it is stopped: each by itself. What breaks is told, and tried again. */
export function writeDue(
  { writtenSegments, ledger }: Writing,
  onFailure: (error: unknown, shop?: Shop) => void,
): { readonly stop: () => void } {
  const look = async () => {
    for (const shop of await ledger.shops.list()) {
      for (const number of await writtenSegments.due(shop)) {
        writtenSegments.run(shop, number).catch((error: unknown) => looking.isStopped() || onFailure(error, shop));
      }
    }
  };
  const looking = lookOften(LOOK_MS, look, onFailure);
  return looking;
}
