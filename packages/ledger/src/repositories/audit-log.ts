import type { Instant, ShopId } from '@clientele/model';
import type { Database } from '../tables.js';
import { reserveNumbers } from './counters.js';

/** Who did what, to what; ids only, no personal data. */
export interface AuditEntry {
  /** A key, a session, or a part of the program: `api-key:…`, `session:…`, `cli`. */
  readonly who: string;
  /** `segment.created`, `api-key.revoked` … */
  readonly what: string;
  /** The id of what it was done to. */
  readonly subject: string;
  /** For what, how many: words and numbers, no personal data. */
  readonly detail?: string;
}

export interface StoredAuditEntry extends Omit<AuditEntry, 'detail'> {
  readonly detail: string | null;
  readonly number: number;
  readonly at: Instant;
}

/** What people and programs did in a shop; it can be added to and read, nothing else. */
export class AuditLog {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async append(shop: ShopId, entry: AuditEntry, now: Instant): Promise<void> {
    const { who, what, subject, detail = null } = entry;
    await this.#db.transaction().execute(async (tx) => {
      const number = await reserveNumbers(tx, shop, 'audit', 1);
      await tx.insertInto('auditLog').values({ shop, number, at: now, who, what, subject, detail }).execute();
    });
  }

  /** The ids of everything to which something was done. */
  async subjects(shop: ShopId, what: string): Promise<Set<string>> {
    const rows = await this.#db
      .selectFrom('auditLog')
      .select('subject')
      .distinct()
      .where('shop', '=', shop)
      .where('what', '=', what)
      .execute();
    return new Set(rows.map(({ subject }) => subject));
  }

  /** A page, newest first, of what is older than the number given. */
  async list(shop: ShopId, page: { readonly before?: number; readonly limit: number }): Promise<StoredAuditEntry[]> {
    return this.#db
      .selectFrom('auditLog')
      .select(['number', 'at', 'who', 'what', 'subject', 'detail'])
      .where('shop', '=', shop)
      .where('number', '<', page.before ?? Number.MAX_SAFE_INTEGER)
      .orderBy('number', 'desc')
      .limit(page.limit)
      .execute();
  }
}
