import { createHash } from 'node:crypto';
import type { Instant, ShopId } from '@clientele/model';
import { type JsonValue, storedJson } from '../json.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database, Tables } from '../tables.js';
import type { ErasedRecord, ErasedRecords } from './erased-records.js';

/** What the law has a platform ask for: what is kept of a person, that it is erased, or that the whole shop is. */
export type ComplianceAsked = 'export-person' | 'erase-person' | 'erase-shop';

export interface ComplianceDraft {
  /** The connection by which it came. */
  readonly connection: string;
  /** What tells it from others: the same once more changes nothing. */
  readonly request: string;
  readonly what: ComplianceAsked;
  /** Whom it is about. Kept encrypted until it is done. */
  readonly about: JsonValue;
  readonly receivedAt: Instant;
  /** By when it must be done. */
  readonly dueAt: Instant;
}

/** A request that was kept; of one that is done, whom it was about is forgotten. */
export interface ComplianceRequest extends Omit<ComplianceDraft, 'request'> {
  readonly number: number;
  readonly doneAt: Instant | null;
  /** Why it could not be done when it was last tried: without personal data. */
  readonly failure: string | null;
  /** What it is about in the stores, as {@link ComplianceRequests.found} kept it; null before, and once it is done. */
  readonly found: JsonValue | null;
}

/** What platforms ask of us by law: kept before they are answered, and remembered when it is done. */
export class ComplianceRequests {
  readonly #db: Database;
  readonly #key: LedgerKey;
  readonly #erased: ErasedRecords;

  constructor(db: Database, key: LedgerKey, erased: ErasedRecords) {
    this.#db = db;
    this.#key = key;
    this.#erased = erased;
  }

  /** Keeps a request: it is on the disk when this resolves. */
  async keep(shop: ShopId, draft: ComplianceDraft): Promise<'kept' | 'known'> {
    const request = digestOf(draft.request);
    const about = seal(this.#key, aboutContext(shop, request), JSON.stringify(draft.about));
    return this.#db.transaction().execute(async (tx) => {
      // Beyond those of a shop of this id that was erased, its counters with it.
      const { last } = await tx
        .selectFrom('complianceRequests')
        .select(({ fn, val }) => fn.coalesce(fn.max('number'), val(0)).as('last'))
        .where('shop', '=', shop)
        .executeTakeFirstOrThrow();
      const number = last + 1;
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('complianceRequests')
        .values({ ...draft, shop, number, request, about, doneAt: null, failure: null, found: null })
        .onConflict((conflict) => conflict.columns(['shop', 'request']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n ? 'kept' : 'known';
    });
  }

  /** All of the shop, in the order in which they came. */
  async list(shop: ShopId): Promise<ComplianceRequest[]> {
    const rows = await this.#db
      .selectFrom('complianceRequests')
      .selectAll()
      .where('shop', '=', shop)
      .orderBy('number')
      .execute();
    return rows.map((row) => this.#requestOf(row));
  }

  /**
   * Keeps what a request is about in the stores, and marks the records that are never taken again, both or neither:
   * from then on nothing new is said of them, and what there is can be taken away in steps.
   */
  async found(shop: ShopId, number: number, found: JsonValue, erased: readonly ErasedRecord[]): Promise<void> {
    const sealed = seal(this.#key, foundContext(shop, number), JSON.stringify(found));
    await this.#db.transaction().execute(async (tx) => {
      await this.#erased.add(tx, shop, erased);
      await tx
        .updateTable('complianceRequests')
        .set({ found: sealed })
        .where(({ and }) => and({ shop, number }))
        .execute();
    });
  }

  /** Notes that it was done, and forgets whom it was about. */
  async done(shop: ShopId, number: number, now: Instant): Promise<void> {
    await this.#set(shop, number, { doneAt: now, about: null, found: null, failure: null });
  }

  /** Notes why it could not be done; it waits on. */
  async failed(shop: ShopId, number: number, failure: string): Promise<void> {
    await this.#set(shop, number, { failure });
  }

  async #set(shop: ShopId, number: number, change: Partial<Tables['complianceRequests']>): Promise<void> {
    await this.#db
      .updateTable('complianceRequests')
      .set(change)
      .where('shop', '=', shop)
      .where('number', '=', number)
      .execute();
  }

  #requestOf({ shop, request, about, found, ...row }: Tables['complianceRequests']): ComplianceRequest {
    return {
      ...row,
      found: found === null ? null : storedJson(unseal(this.#key, foundContext(shop, row.number), found)),
      about: about === null ? null : storedJson(unseal(this.#key, aboutContext(shop, request), about)),
    };
  }
}

/** Requests are of any length and content, and name people. */
function digestOf(request: string): string {
  return createHash('sha256').update(request).digest('base64url');
}

function foundContext(shop: ShopId, number: number): string {
  return `complianceRequests/${shop}/${number}/found`;
}

function aboutContext(shop: ShopId, request: string): string {
  return `complianceRequests/${shop}/${request}`;
}
