import type { ComplianceRequest } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Parts } from '@clientele/pipeline';
import { z } from 'zod';

/** A person as Shopify names them. */
export interface PersonAsked {
  /** The connection whose record it is, and its external id. */
  readonly connection: string;
  readonly customer: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** External ids of the orders that are named with them. */
  readonly orders: readonly string[];
}

/** Does what the law asks for. Each may be called once more for the same after a crash, and then ends as if it were once. */
export interface ComplianceActions {
  /** Puts together what is kept of a person, for the merchant to hand on. */
  exportPerson(shop: Shop, whom: PersonAsked): Promise<void>;
  /** Nothing of the person is left when this resolves, in any store. */
  erasePerson(shop: Shop, whom: PersonAsked): Promise<void>;
  /** Nothing of the shop is left when this resolves. */
  eraseShop(shop: Shop): Promise<void>;
}

const about = z.object({
  customer: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  orders: z.array(z.string()),
});

/**
 * Carries out what was asked about a shop, in the order in which it was asked. What fails is noted without its message,
 * which may name people, and waits on: it is tried again with the next call.
 *
 * @returns how many were done, and how many failed
 */
export async function carryOutCompliance(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  actions: ComplianceActions,
  shop: Shop,
): Promise<{ readonly done: number; readonly failed: number }> {
  const counts = { done: 0, failed: 0 };
  for (const request of await ledger.complianceRequests.list(shop.id)) {
    if (request.doneAt !== null) continue;
    try {
      await carryOut(actions, shop, request);
      await ledger.complianceRequests.done(shop.id, request.number, clock());
      counts.done += 1;
    } catch (error) {
      const failure = error instanceof Error ? error.name : 'what was thrown is no error';
      await ledger.complianceRequests.failed(shop.id, request.number, failure);
      counts.failed += 1;
    }
  }
  return counts;
}

async function carryOut(actions: ComplianceActions, shop: Shop, request: ComplianceRequest): Promise<void> {
  const whom = () => ({ connection: request.connection, ...about.parse(request.about) });
  switch (request.what) {
    case 'export-person':
      return actions.exportPerson(shop, whom());
    case 'erase-person':
      return actions.erasePerson(shop, whom());
    case 'erase-shop':
      return actions.eraseShop(shop);
  }
}
