import type { Instant, ShopId } from '@clientele/model';
import { type JsonValue, storedJson } from '../json.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database, Tables } from '../tables.js';
import { type Connection, connectionRow, forgetSecrets, storeConnection } from './connections.js';
import { forgetRetiring } from './hook-doors.js';

/** Whose account a connection reaches. */
export interface PulledAccount {
  /** The account's own id on the platform. */
  readonly id: string;
  readonly name?: string;
  /** What whoever connected it should know, a sentence each. */
  readonly warnings?: readonly string[];
}

/** A connection with the account that its settings reach. */
export interface ReachedConnection {
  readonly connection: Connection;
  readonly secrets: JsonValue;
  readonly account: PulledAccount;
  /** What its next token is got with, where it has any by now. */
  readonly token?: JsonValue;
}

/** `created`, or `changed` where there was one; nothing is stored where that is another's. */
export type Connected =
  | { readonly outcome: 'created' | 'changed' }
  | { readonly outcome: 'other-connector'; readonly connector: string }
  | { readonly outcome: 'other-account'; readonly account: PulledAccount };

/** How the last sync of a connection ended. */
export interface PullEnd {
  readonly outcome: 'done' | 'failed' | 'paused' | 'stopped';
  /** Set where it failed. */
  readonly code: string | null;
  /** Why it went no further, without secrets and personal data. */
  readonly sentence: string | null;
  readonly at: Instant;
  /** When the next one is due. */
  readonly dueAt: Instant;
}

/** A connection that is asked for what is new. */
export interface Pull {
  readonly connection: string;
  readonly account: PulledAccount;
  /** Of the last sync; null before the first. */
  readonly end: PullEnd | null;
  /** When a sync last came to its end. */
  readonly doneAt: Instant | null;
  readonly dueAt: Instant;
  /** Syncs in a row that failed. */
  readonly failures: number;
  /** Since when it is not asked, until it is connected again; null while it is. */
  readonly endedAt: Instant | null;
}

const NEVER_PULLED = { outcome: null, code: null, sentence: null, at: null, doneAt: null } as const;
const COLUMNS = [
  'connection',
  'account',
  'outcome',
  'code',
  'sentence',
  'at',
  'doneAt',
  'dueAt',
  'failures',
  'endedAt',
] as const;

/** How the connections fare that are asked for what is new: whose account, when, with what success; and their tokens, encrypted. */
export class Pulls {
  readonly #db: Database;
  readonly #key: LedgerKey;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = key;
  }

  /**
   * Stores a connection with the account that it reaches, or gives one that exists other settings, in one transaction; it
   * is due then, and keeps what was pulled. Of another connector or account, it is left as it is.
   */
  async connect(shop: ShopId, reached: ReachedConnection, now: Instant): Promise<Connected> {
    const { connection, secrets, account, token } = reached;
    const { name } = connection;
    return this.#db.transaction().execute(async (tx): Promise<Connected> => {
      const before = await connectionRow(tx, shop, name).executeTakeFirst();
      if (before !== undefined && before.connector !== connection.connector) {
        return { outcome: 'other-connector', connector: before.connector };
      }
      const pulled = await pullRow(tx, shop, name).executeTakeFirst();
      const known = pulled?.account;
      if (known !== undefined && accountOf(known).id !== account.id) {
        return { outcome: 'other-account', account: accountOf(known) };
      }
      await storeConnection(tx, this.#key, shop, connection, secrets);
      const begun = {
        account: JSON.stringify(account),
        dueAt: now,
        failures: 0,
        endedAt: null,
        // That access was denied before says nothing of the access that it has now.
        ...(pulled?.code === 'denied' && { outcome: null, code: null, sentence: null, at: null }),
        ...(token !== undefined && { token: this.#sealed(shop, name, token) }),
      };
      await tx
        .insertInto('pulls')
        .values({ shop, connection: name, token: null, ...NEVER_PULLED, ...begun })
        .onConflict((conflict) => conflict.columns(['shop', 'connection']).doUpdateSet(begun))
        .execute();
      return { outcome: before === undefined ? 'created' : 'changed' };
    });
  }

  async get(shop: ShopId, connection: string): Promise<Pull | undefined> {
    const row = await pullRow(this.#db, shop, connection).executeTakeFirst();
    return row === undefined ? undefined : pullOf(row);
  }

  /** Whether a connection was disconnected, and not connected again since. */
  async hasEnded(shop: ShopId, connection: string): Promise<boolean> {
    return ((await this.get(shop, connection))?.endedAt ?? null) !== null;
  }

  /** All of the shop; of the named connection alone where there is a name. */
  async list(shop: ShopId, connection?: string): Promise<Pull[]> {
    const rows = await this.#db
      .selectFrom('pulls')
      .select(COLUMNS)
      .where('shop', '=', shop)
      .$if(connection !== undefined, (query) => query.where('connection', '=', connection ?? ''))
      .execute();
    return rows.map(pullOf);
  }

  /** Remembers how a sync ended; of a connection that has ended, what is known of it stays. */
  async end(shop: ShopId, connection: string, { outcome, code, sentence, at, dueAt }: PullEnd): Promise<void> {
    await this.#db
      .updateTable('pulls')
      .set(({ eb }) => ({
        outcome,
        code,
        sentence,
        at,
        dueAt,
        failures: outcome === 'failed' ? eb('failures', '+', 1) : 0,
        ...(outcome === 'done' ? { doneAt: at } : {}),
      }))
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('endedAt', 'is', null)
      .execute();
  }

  /**
   * Ends a connection, with a sentence that says why: it is not asked any more, and all that it signs in with is gone: its
   * secrets, and what its next token would be got with. What was pulled stays, and connecting it once more goes on from there.
   */
  async disconnect(shop: ShopId, connection: string, sentence: string, now: Instant): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .updateTable('pulls')
        .set({ token: null, outcome: 'failed', code: 'denied', sentence, at: now, endedAt: now })
        .where('shop', '=', shop)
        .where('connection', '=', connection)
        .execute();
      await forgetSecrets(tx, this.#key, shop, connection);
      await forgetRetiring(tx, this.#key, shop, connection);
    });
  }

  /** Undoes the end of a connection whose platform gives it access anew by itself; until then it is denied, with that sentence. */
  async resume(shop: ShopId, connection: string, sentence: string, now: Instant): Promise<void> {
    await this.#db
      .updateTable('pulls')
      .set({ outcome: 'stopped', endedAt: null, sentence, at: now, dueAt: now })
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('endedAt', 'is not', null)
      .execute();
  }

  /** Keeps what the same account says of itself by now. */
  async keepAccount(shop: ShopId, connection: string, account: PulledAccount): Promise<void> {
    await this.#db
      .updateTable('pulls')
      .set({ account: JSON.stringify(account) })
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .execute();
  }

  /** What the connection's next token is got with. */
  async token(shop: ShopId, connection: string): Promise<JsonValue | undefined> {
    const row = await this.#db
      .selectFrom('pulls')
      .select('token')
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .executeTakeFirst();
    return row == null || row.token === null
      ? undefined
      : storedJson(unseal(this.#key, tokenContext(shop, connection), row.token));
  }

  /** Keeps it: on the disk when this returns. Of a connection that has ended nothing is kept: it may have been asked just then. */
  async keepToken(shop: ShopId, connection: string, token: JsonValue): Promise<void> {
    await this.#db
      .updateTable('pulls')
      .set({ token: this.#sealed(shop, connection, token) })
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('endedAt', 'is', null)
      .execute();
  }

  #sealed(shop: ShopId, connection: string, token: JsonValue): string {
    return seal(this.#key, tokenContext(shop, connection), JSON.stringify(token));
  }
}

function pullRow(db: Database, shop: ShopId, connection: string) {
  return db.selectFrom('pulls').select(COLUMNS).where('shop', '=', shop).where('connection', '=', connection);
}

function tokenContext(shop: ShopId, connection: string): string {
  return `pulls/${shop}/${connection}`;
}

function pullOf(row: Pick<Tables['pulls'], (typeof COLUMNS)[number]>): Pull {
  const { connection, account, outcome, code, sentence, at, doneAt, dueAt, failures, endedAt } = row;
  const end = outcome === null || at === null ? null : { outcome, code, sentence, at, dueAt };
  return { connection, account: accountOf(account), end, doneAt, dueAt, failures, endedAt };
}

function accountOf(stored: string): PulledAccount {
  return JSON.parse(stored) as PulledAccount;
}
