import { randomUUID } from 'node:crypto';
import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';

/** Asks that everything of a shop be erased, by the merchant's own wish: also while it is connected. It cannot be undone. */
export async function askToEraseShop({ ledger, clock }: Pick<Parts, 'ledger' | 'clock'>, shop: Shop): Promise<void> {
  const now = clock();
  // No connection, so that none that is in use holds it off.
  const request = { connection: '', request: randomUUID(), what: 'erase-shop', about: null } as const;
  await ledger.complianceRequests.keep(shop.id, { ...request, receivedAt: now, dueAt: now });
}
