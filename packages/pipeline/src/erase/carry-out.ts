import type { ComplianceRequest } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { PulledConnections } from '../pull/pulled-connections.js';
import { type ErasingParts, erasePerson } from './erase-person.js';
import { eraseShop } from './erase-shop.js';
import { personAsked } from './find-person.js';

/** What became of the requests of a shop. */
export interface CarriedOut {
  readonly done: number;
  readonly failed: number;
}

/**
 * Erases what was asked to be erased, in the order in which it was asked; who asks for an export has it made when it is
 * fetched. What fails is noted without its message, which may name people, and is tried again with the next call.
 */
export async function carryOutRequests(
  parts: ErasingParts,
  connections: Pick<PulledConnections, 'disconnect'>,
  shop: Shop,
): Promise<CarriedOut> {
  const { ledger, clock } = parts;
  const counts = { done: 0, failed: 0 };
  const requests = await ledger.complianceRequests.list(shop.id);
  for (const request of requests) {
    if (request.doneAt !== null || request.what === 'export-person') continue;
    try {
      if (request.what === 'erase-shop') {
        const standing = await standingOf(parts, shop, request);
        if (standing === 'overtaken') await ledger.complianceRequests.done(shop.id, request.number, clock());
        if (standing !== 'due') continue;
        await eraseShop(parts, connections, shop);
        return { ...counts, done: counts.done + 1 };
      }
      await erasePerson(parts, shop, request);
      for (const { number } of answeredBy(request, requests))
        await ledger.complianceRequests.done(shop.id, number, clock());
      counts.done += 1;
    } catch (error) {
      const failure = error instanceof Error ? error.name : 'what was thrown is no error';
      await ledger.complianceRequests.failed(shop.id, request.number, failure);
      counts.failed += 1;
    }
  }
  return counts;
}

/** The request itself, and exports of the same person that nobody has fetched: nothing is left to be exported. */
function answeredBy(request: ComplianceRequest, all: readonly ComplianceRequest[]): readonly ComplianceRequest[] {
  const { connection, customer } = personAsked(request);
  const exports = all.filter(({ what, doneAt }) => what === 'export-person' && doneAt === null);
  const same = exports.filter((one) => one.connection === connection && personAsked(one).customer === customer);
  return [...same, request];
}

/**
 * Whether a shop is to be erased by now. What a platform asks for waits while its app is in the shop, whose merchant may have
 * disconnected it here without a wish to lose anything. Taken out again since, it is the platform's to ask anew.
 */
async function standingOf(
  { ledger }: ErasingParts,
  shop: Shop,
  { connection, receivedAt }: ComplianceRequest,
): Promise<'due' | 'waits' | 'overtaken'> {
  const installation = (await ledger.appInstallations.list(shop.id)).find((one) => one.connection === connection);
  if (installation === undefined) return 'due';
  if (installation.removedAt === null) return 'waits';
  return installation.removedAt <= receivedAt ? 'due' : 'overtaken';
}
