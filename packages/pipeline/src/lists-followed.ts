import type { Ledger } from '@clientele/ledger';
import type { ShopId } from '@clientele/model';

const SETTING = 'lists-evaluated';

/** The last change of a shop's lists for which segments are due to be evaluated, or were; 0 before the first. */
export async function listsFollowed(ledger: Pick<Ledger, 'settings'>, shop: ShopId): Promise<number> {
  return Number((await ledger.settings.get(shop, SETTING)) ?? 0);
}

export async function followLists(ledger: Pick<Ledger, 'settings'>, shop: ShopId, through: number): Promise<void> {
  await ledger.settings.set(shop, SETTING, through);
}
