import type { Instant, SegmentId, ShopId } from '@clientele/model';
import type { Database, Tables } from '../tables.js';
import { reserveNumbers } from './counters.js';

/** Where a segment is kept on a platform: under this name, as what the platform has for it. */
export interface WrittenPlace {
  readonly connection: string;
  readonly what: 'tag' | 'metafield' | 'group' | 'segment';
  readonly name: string;
}

/** What a write-back is made of. */
export interface WriteBackDraft extends WrittenPlace {
  readonly segment: SegmentId;
  /** Leaves out those whom the shop leaves alone. */
  readonly withoutHoldOut: boolean;
  readonly by: string;
}

/** How the last run of a write-back ended. */
export interface WriteBackEnd {
  readonly outcome: 'done' | 'failed' | 'paused' | 'stopped';
  /** Why it went no further, without secrets and personal data. */
  readonly sentence: string | null;
  readonly at: Instant;
  /** When the next one is due. */
  readonly dueAt: Instant;
  /** It also looked whether what was written before is still there. */
  readonly checked: boolean;
}

/** A segment that is kept on a platform. */
export interface WriteBack extends WriteBackDraft {
  readonly number: number;
  /** It is to be taken off the platform, and then forgotten. */
  readonly isTakenBack: boolean;
  readonly createdAt: Instant;
  /** Of the last run; null before the first. */
  readonly end: Pick<WriteBackEnd, 'outcome' | 'sentence' | 'at'> | null;
  /** When a run last came to its end. */
  readonly doneAt: Instant | null;
  /** When it was last looked whether what was written is still there. */
  readonly checkedAt: Instant | null;
  readonly dueAt: Instant;
  /** Runs in a row that failed. */
  readonly failures: number;
}

/**
 * How it stands with a customer. `adding` and `removing` are stored before the platform is asked: after a crash it may have
 * done so or not. `there` was written by us; `theirs` was there before, and is not ours to take off; `gone` is
 * somebody whom the platform does not have.
 */
export type WrittenState = 'adding' | 'there' | 'removing' | 'theirs' | 'gone';

export interface WrittenCustomer {
  /** External id of the customer record. */
  readonly customer: string;
  readonly state: WrittenState;
  /** How often it was put back after somebody else had taken it off. */
  readonly restored: number;
}

/**
 * A segment that the platform keeps by its query, as it was last seen or written there. `making` and `changing` are stored
 * before the platform is asked: after a crash it may have done so or not. `theirs` is what the merchant changed or deleted again
 * after it had been put back: it is left to them.
 */
export interface WholeSegment {
  readonly state: 'making' | 'there' | 'changing' | 'theirs';
  /** The platform's id; null before it has answered. */
  readonly id: string | null;
  /** What was last to be written, in the platform's language. */
  readonly query: string;
  /** What stood there when it was last seen, as the platform writes it; null before. */
  readonly stands: string | null;
  /** How often it was put back after somebody else had changed or deleted it. */
  readonly restored: number;
}

/** `taken` where another segment is kept there. */
export type CreateWriteBack =
  | { readonly outcome: 'created' | 'exists'; readonly writeBack: WriteBack }
  | { readonly outcome: 'taken'; readonly writeBack: WriteBack };

const NEVER_RUN = { outcome: null, sentence: null, at: null, doneAt: null, checkedAt: null, failures: 0 } as const;
/** Rows that are read at once. */
const CUSTOMERS_AT_ONCE = 10_000;

/** Segments that are kept on platforms, and what was written of each to whom. */
export class WriteBacks {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Makes one; it is due at once. Where the same segment is kept at that place already, that one is answered, wanted again
   * where it was being taken back.
   */
  async create(shop: ShopId, { by, ...draft }: WriteBackDraft, now: Instant): Promise<CreateWriteBack> {
    return this.#db.transaction().execute(async (tx): Promise<CreateWriteBack> => {
      // Counted first: whoever makes one at the same time waits here.
      const number = await reserveNumbers(tx, shop, 'write-back', 1);
      const { connection, what, name } = draft;
      const before = await rows(tx, shop)
        .where('connection', '=', connection)
        .where('what', '=', what)
        .where('name', '=', name)
        .executeTakeFirst();
      if (before !== undefined && before.segment !== draft.segment) {
        return { outcome: 'taken', writeBack: writeBackOf(before) };
      }
      const withoutHoldOut = draft.withoutHoldOut ? 1 : 0;
      if (before !== undefined) {
        const wanted = { takenBack: 0, withoutHoldOut, dueAt: now };
        await one(tx, shop, before.number).set(wanted).execute();
        return { outcome: 'exists', writeBack: writeBackOf({ ...before, ...wanted }) };
      }
      const row = { ...draft, ...NEVER_RUN, shop, number, withoutHoldOut, takenBack: 0, createdAt: now, createdBy: by };
      await tx
        .insertInto('writeBacks')
        .values({ ...row, dueAt: now })
        .execute();
      return { outcome: 'created', writeBack: writeBackOf({ ...row, dueAt: now }) };
    });
  }

  async get(shop: ShopId, number: number): Promise<WriteBack | undefined> {
    const row = await rows(this.#db, shop).where('number', '=', number).executeTakeFirst();
    return row === undefined ? undefined : writeBackOf(row);
  }

  /** All of the shop, oldest first. */
  async list(shop: ShopId): Promise<WriteBack[]> {
    return (await rows(this.#db, shop).orderBy('number').execute()).map(writeBackOf);
  }

  /** From now on it is taken off the platform. */
  async takeBack(shop: ShopId, number: number, now: Instant): Promise<void> {
    await one(this.#db, shop, number).set({ takenBack: 1, dueAt: now }).execute();
  }

  /** Remembers how a run ended. */
  async end(shop: ShopId, number: number, { outcome, sentence, at, dueAt, checked }: WriteBackEnd): Promise<void> {
    await one(this.#db, shop, number)
      .set(({ eb }) => ({
        outcome,
        sentence,
        at,
        dueAt,
        failures: outcome === 'failed' ? eb('failures', '+', 1) : 0,
        ...(outcome === 'done' ? { doneAt: at } : {}),
        ...(outcome === 'done' && checked ? { checkedAt: at } : {}),
      }))
      .execute();
  }

  /** Forgets it, and to whom it was written: what is on the platform stays there. */
  async forget(shop: ShopId, number: number): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      for (const table of ['writtenCustomers', 'wholeSegments'] as const) {
        await tx.deleteFrom(table).where('shop', '=', shop).where('writeBack', '=', number).execute();
      }
      await tx.deleteFrom('writeBacks').where('shop', '=', shop).where('number', '=', number).execute();
    });
  }

  /** To whom it was written, in the order of their ids, those behind `after`: some at a time, none at the end. */
  async customers(shop: ShopId, number: number, after = ''): Promise<WrittenCustomer[]> {
    return this.#db
      .selectFrom('writtenCustomers')
      .select(['customer', 'state', 'restored'])
      .where('shop', '=', shop)
      .where('writeBack', '=', number)
      .where('customer', '>', after)
      .orderBy('customer')
      .limit(CUSTOMERS_AT_ONCE)
      .execute();
  }

  /** The segment that the platform keeps by its query; undefined where nothing was written, and where customers are written to. */
  async whole(shop: ShopId, number: number): Promise<WholeSegment | undefined> {
    return this.#db
      .selectFrom('wholeSegments')
      .select(['state', 'id', 'query', 'stands', 'restored'])
      .where('shop', '=', shop)
      .where('writeBack', '=', number)
      .executeTakeFirst();
  }

  /** Stores how it stands with the segment of a platform; on the disk when this returns. */
  async keepWhole(shop: ShopId, number: number, whole: WholeSegment): Promise<void> {
    const { state, id, query, stands, restored } = whole;
    const values = { state, id, query, stands, restored };
    await this.#db
      .insertInto('wholeSegments')
      .values({ shop, writeBack: number, ...values })
      .onConflict((conflict) => conflict.columns(['shop', 'writeBack']).doUpdateSet(values))
      .execute();
  }

  /** How many customers there are in each state. */
  async counts(shop: ShopId, number: number): Promise<Readonly<Record<WrittenState, number>>> {
    const found = await this.#db
      .selectFrom('writtenCustomers')
      .select(({ fn }) => ['state', fn.countAll<number | string>().as('customers')])
      .where('shop', '=', shop)
      .where('writeBack', '=', number)
      .groupBy('state')
      .execute();
    const counts = { adding: 0, there: 0, removing: 0, theirs: 0, gone: 0 };
    for (const { state, customers } of found) counts[state] = Number(customers);
    return counts;
  }

  /** Stores how it stands with a customer; on the disk when this returns. */
  async keep(shop: ShopId, number: number, { customer, state, restored }: WrittenCustomer): Promise<void> {
    await this.#db
      .insertInto('writtenCustomers')
      .values({ shop, writeBack: number, customer, state, restored })
      .onConflict((conflict) => conflict.columns(['shop', 'writeBack', 'customer']).doUpdateSet({ state, restored }))
      .execute();
  }

  /** Forgets a customer: nothing of ours is there any more. */
  async drop(shop: ShopId, number: number, customer: string): Promise<void> {
    await this.#db
      .deleteFrom('writtenCustomers')
      .where('shop', '=', shop)
      .where('writeBack', '=', number)
      .where('customer', '=', customer)
      .execute();
  }
}

function rows(db: Database, shop: ShopId) {
  return db.selectFrom('writeBacks').selectAll().where('shop', '=', shop);
}

function one(db: Database, shop: ShopId, number: number) {
  return db.updateTable('writeBacks').where('shop', '=', shop).where('number', '=', number);
}

function writeBackOf(row: Tables['writeBacks']): WriteBack {
  const { number, segment, connection, what, name, createdAt, createdBy: by } = row;
  const { outcome, sentence, at, doneAt, checkedAt, dueAt, failures } = row;
  const end = outcome === null || at === null ? null : { outcome, sentence, at };
  const made = { number, segment, connection, what, name, createdAt, by };
  const is = { withoutHoldOut: row.withoutHoldOut === 1, isTakenBack: row.takenBack === 1 };
  return { ...made, ...is, end, doneAt, checkedAt, dueAt, failures };
}
