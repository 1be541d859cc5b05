import type { Instant, ShopId } from '@clientele/model';
import { type JsonValue, storedJson } from '../json.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database, Tables } from '../tables.js';

/** Whose account a connection reaches. */
export interface PulledAccount {
  /** The account's own id on the platform. */
  readonly id: string;
  readonly name?: string;
}

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
}

const COLUMNS = ['connection', 'account', 'outcome', 'code', 'sentence', 'at', 'doneAt', 'dueAt', 'failures'] as const;

/** How the connections fare that are asked for what is new: whose account, when, with what success; and their tokens, encrypted. */
export class Pulls {
  readonly #db: Database;
  readonly #key: LedgerKey;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = key;
  }

  /** Says whose account the connection reaches, which makes it due; known already, it keeps what was pulled. */
  async begin(shop: ShopId, connection: string, account: PulledAccount, now: Instant): Promise<void> {
    const begun = { account: JSON.stringify(account), dueAt: now, failures: 0 };
    await this.#db
      .insertInto('pulls')
      .values({
        shop,
        connection,
        ...begun,
        token: null,
        outcome: null,
        code: null,
        sentence: null,
        at: null,
        doneAt: null,
      })
      .onConflict((conflict) => conflict.columns(['shop', 'connection']).doUpdateSet(begun))
      .execute();
  }

  async get(shop: ShopId, connection: string): Promise<Pull | undefined> {
    const row = await this.#db
      .selectFrom('pulls')
      .select(COLUMNS)
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .executeTakeFirst();
    return row === undefined ? undefined : pullOf(row);
  }

  async list(shop: ShopId): Promise<Pull[]> {
    const rows = await this.#db.selectFrom('pulls').select(COLUMNS).where('shop', '=', shop).execute();
    return rows.map(pullOf);
  }

  /** Remembers how a sync ended. */
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

  /** Keeps it: on the disk when this returns. */
  async keepToken(shop: ShopId, connection: string, token: JsonValue): Promise<void> {
    await this.#db
      .updateTable('pulls')
      .set({ token: seal(this.#key, tokenContext(shop, connection), JSON.stringify(token)) })
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .execute();
  }
}

function tokenContext(shop: ShopId, connection: string): string {
  return `pulls/${shop}/${connection}`;
}

function pullOf(row: Pick<Tables['pulls'], (typeof COLUMNS)[number]>): Pull {
  const { connection, account, outcome, code, sentence, at, doneAt, dueAt, failures } = row;
  const end = outcome === null || at === null ? null : { outcome, code, sentence, at, dueAt };
  return { connection, account: JSON.parse(account) as PulledAccount, end, doneAt, dueAt, failures };
}
