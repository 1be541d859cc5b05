import type { ShopId } from '@clientele/model';

/** The name of a table that one shop has for itself: its id is lower-case letters, digits and hyphens. */
export function tableOf(kind: string, shop: ShopId): string {
  return `${kind}_${shop.replaceAll('-', '_')}`;
}
