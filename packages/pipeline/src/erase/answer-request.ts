import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import { type ExportedPerson, exportPerson } from './export-person.js';
import { personAsked } from './find-person.js';

/**
 * What somebody asked to have of what is kept of them, which answers their request; undefined where no export of that
 * number waits. Who fetched it is in the audit log.
 */
export async function answerRequest(
  parts: Parts,
  shop: Shop,
  number: number,
  who: string,
): Promise<ExportedPerson | undefined> {
  const { ledger, clock } = parts;
  const request = (await ledger.complianceRequests.list(shop.id)).find((one) => one.number === number);
  if (request?.what !== 'export-person' || request.doneAt !== null) return undefined;
  const exported = await exportPerson(parts, shop, personAsked(request));
  const subject = exported.profiles[0]?.id ?? shop.id;
  await ledger.auditLog.append(shop.id, { who, what: 'person.exported', subject }, clock());
  await ledger.complianceRequests.done(shop.id, number, clock());
  return exported;
}
