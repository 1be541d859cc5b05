import type { ComplianceRequest } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import { type ExportedPerson, exportPerson } from './export-person.js';
import { personAsked } from './find-person.js';

/**
 * What somebody asked to have of what is kept of them, as often as it is fetched until {@link markAnswered}; undefined where
 * no export of that number waits. Who fetched it is in the audit log.
 */
export async function copyAsked(
  parts: Parts,
  shop: Shop,
  number: number,
  who: string,
): Promise<ExportedPerson | undefined> {
  const request = await waitingExport(parts, shop, number);
  if (request === undefined) return undefined;
  const exported = await exportPerson(parts, shop, personAsked(request));
  const subject = exported.profiles[0]?.id ?? shop.id;
  await parts.ledger.auditLog.append(shop.id, { who, what: 'person.exported', subject }, parts.clock());
  return exported;
}

/** The copy was handed over: the request is done, and whom it was about is forgotten. False where no such export waits. */
export async function markAnswered(parts: Parts, shop: Shop, number: number, who: string): Promise<boolean> {
  const { ledger, clock } = parts;
  if ((await waitingExport(parts, shop, number)) === undefined) return false;
  await ledger.auditLog.append(shop.id, { who, what: 'request.answered', subject: String(number) }, clock());
  await ledger.complianceRequests.done(shop.id, number, clock());
  return true;
}

async function waitingExport({ ledger }: Parts, shop: Shop, number: number): Promise<ComplianceRequest | undefined> {
  const request = (await ledger.complianceRequests.list(shop.id)).find((one) => one.number === number);
  return request?.what === 'export-person' && request.doneAt === null ? request : undefined;
}
