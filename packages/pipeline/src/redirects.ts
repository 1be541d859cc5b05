import type { ShopId } from '@clientele/model';
import { profileIds } from '@clientele/warehouse';
import type { Parts } from './parts.js';

/** Profiles redirected at once. */
const REDIRECTS_AT_ONCE = 20_000;

/**
 * Leads profiles that become part of another one there. Before the map changes, so that nobody finds an id that leads
 * nowhere: until then a profile still has records, and whoever asks for it gets it.
 *
 * @param merged `into` lives: a redirect of its own was left by a derivation that a crash kept from the map
 */
export async function redirect(
  { ledger, sql, clock }: Parts,
  shop: ShopId,
  merged: readonly { readonly from: number; readonly into: number }[],
): Promise<void> {
  for (let start = 0; start < merged.length; start += REDIRECTS_AT_ONCE) {
    const some = merged.slice(start, start + REDIRECTS_AT_ONCE);
    const ids = await profileIds(sql, shop, [...new Set(some.flatMap(({ from, into }) => [from, into]))]);
    const redirects = some.flatMap(({ from, into }) => {
      const [fromId, intoId] = [ids.get(from), ids.get(into)];
      return fromId === undefined || intoId === undefined ? [] : [{ from: fromId, into: intoId }];
    });
    await ledger.profileRedirects.remove(shop, [...new Set(redirects.map(({ into }) => into))]);
    const added = await ledger.profileRedirects.add(shop, redirects, clock());
    if (added.outcome === 'refused') throw new Error(added.message);
  }
}
