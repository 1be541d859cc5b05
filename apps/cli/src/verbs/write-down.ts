import type { ShopId } from '@clientele/model';
import type { House } from '../house.js';

/** Adds to a shop's audit log what was done by the command line; ids only, no personal data. */
export async function writeDown(house: House, shop: ShopId, what: string, subject: string): Promise<void> {
  await house.ledger.auditLog.append(shop, { who: 'command line', what, subject }, house.clock());
}
