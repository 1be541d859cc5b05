import type { ProfileId, ShopId } from '@clientele/model';
import { profileNos } from '@clientele/warehouse';
import type { Parts } from '../parts.js';

/** A profile under the id that it has now; `asked` may be an older one, of a profile that became part of it. */
export interface FoundProfile {
  readonly id: ProfileId;
  readonly profileNo: number;
}

/** The living profile behind an id; undefined where the shop has none. */
export async function findProfile(
  { ledger, sql }: Pick<Parts, 'ledger' | 'sql'>,
  shop: ShopId,
  asked: string,
): Promise<FoundProfile | undefined> {
  const redirected = await ledger.profileRedirects.resolve(shop, [asked as ProfileId]);
  const id = redirected.get(asked as ProfileId) ?? (asked as ProfileId);
  const profileNo = (await profileNos(sql, shop, [id])).get(id);
  return profileNo === undefined ? undefined : { id, profileNo };
}
