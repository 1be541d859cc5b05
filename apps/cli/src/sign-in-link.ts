import { instantOfMs, msOfInstant, type ShopId } from '@clientele/model';
import { CommandError } from './command-error.js';
import type { House } from './house.js';

const LINK_MINUTES = 60;

/** A link that signs a person in to all shops of this installation, once, within the hour, and shows them one of them. */
export async function signInLink(house: House, shop?: ShopId): Promise<string> {
  const address = house.address();
  if (address === undefined)
    throw new CommandError(2, 'No server runs on this data directory: start one with clientele start.');
  const { ledger, clock } = house;
  const now = clock();
  const code = await ledger.sessions.offerLink('all', instantOfMs(msOfInstant(now) + LINK_MINUTES * 60_000), now);
  return `${address}/sign-in?code=${code}${shop === undefined ? '' : `&shop=${shop}`}`;
}
