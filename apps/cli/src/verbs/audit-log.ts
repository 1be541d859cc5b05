import type { StoredAuditEntry } from '@clientele/ledger';
import { type Asked, type Verb, yes } from './verb.js';

export interface AuditLogInput extends Asked {
  readonly limit: number;
  /** The number of the last entry of the page before. */
  readonly before?: number;
}

/** Who did what in the shop, newest first: ids, no personal data. */
export const auditLog: Verb<AuditLogInput, readonly StoredAuditEntry[]> = {
  name: 'audit-log',
  async run(house, { shop: id, limit, before }) {
    const shop = await house.shop(id);
    return yes(await house.ledger.auditLog.list(shop.id, { limit, ...(before === undefined ? {} : { before }) }));
  },
  print(entries, terminal, { limit }) {
    terminal.table(
      ['at', 'who', 'what', 'subject', 'detail'],
      entries.map(({ at, who, what, subject, detail }) => [at, who, what, subject, detail ?? '']),
    );
    const last = entries[entries.length - 1];
    if (last !== undefined && last.number > 1 && entries.length === limit)
      terminal.line(`More: --before ${last.number}`);
  },
};
