import type { Instant, ShopId } from '@clientele/model';
import { type JsonValue, storedJson } from '../json.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database, Tables } from '../tables.js';

/** One configured account of a connector in a shop. */
export interface Connection {
  /** Unique in its shop. */
  readonly name: string;
  /** The kind of platform: `files`, `shopify` … */
  readonly connector: string;
  /** What the connector needs to know, without secrets. */
  readonly config: JsonValue;
  readonly createdAt: Instant;
}

const COLUMNS = ['name', 'connector', 'config', 'createdAt'] as const;

/** A shop's connections; their secrets are encrypted and read apart from them. */
export class Connections {
  readonly #db: Database;
  readonly #key: LedgerKey;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = key;
  }

  /** Adds a connection; one of that name that exists already is left as it is and answered as stored. */
  async create(
    shop: ShopId,
    connection: Connection,
    secrets: JsonValue = null,
  ): Promise<{ readonly outcome: 'created' | 'exists'; readonly connection: Connection }> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('connections')
      .values(rowOf(this.#key, shop, connection, secrets))
      .onConflict((conflict) => conflict.columns(['shop', 'name']).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return { outcome: 'created', connection };
    return {
      outcome: 'exists',
      connection: connectionOf(await connectionRow(this.#db, shop, connection.name).executeTakeFirstOrThrow()),
    };
  }

  async get(shop: ShopId, name: string): Promise<Connection | undefined> {
    const row = await connectionRow(this.#db, shop, name).executeTakeFirst();
    return row === undefined ? undefined : connectionOf(row);
  }

  /** All connections of the shop, by name. */
  async list(shop: ShopId): Promise<Connection[]> {
    const rows = await this.#db.selectFrom('connections').select(COLUMNS).where('shop', '=', shop).execute();
    return rows.map(connectionOf).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What the connection signs in with; null when it was created without, undefined when there is no such connection. */
  async secrets(shop: ShopId, name: string): Promise<JsonValue | undefined> {
    const row = await this.#db
      .selectFrom('connections')
      .select('secrets')
      .where('shop', '=', shop)
      .where('name', '=', name)
      .executeTakeFirst();
    return row === undefined ? undefined : storedJson(unseal(this.#key, secretsContext(shop, name), row.secrets));
  }
}

/** A connection's own row, without its secrets; also within a transaction. */
export function connectionRow(db: Database, shop: ShopId, name: string) {
  return db.selectFrom('connections').select(COLUMNS).where('shop', '=', shop).where('name', '=', name);
}

/** Adds a connection within a transaction, or gives one that exists other settings: its secrets are sealed anew. */
export async function storeConnection(
  tx: Database,
  key: LedgerKey,
  shop: ShopId,
  connection: Connection,
  secrets: JsonValue,
): Promise<void> {
  const row = rowOf(key, shop, connection, secrets);
  await tx
    .insertInto('connections')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['shop', 'name']).doUpdateSet({ config: row.config, secrets: row.secrets }),
    )
    .execute();
}

/** Takes a connection's secrets off the disk, within a transaction. */
export async function forgetSecrets(tx: Database, key: LedgerKey, shop: ShopId, name: string): Promise<void> {
  await tx
    .updateTable('connections')
    .set({ secrets: seal(key, secretsContext(shop, name), JSON.stringify(null)) })
    .where('shop', '=', shop)
    .where('name', '=', name)
    .execute();
}

export function secretsContext(shop: ShopId, name: string): string {
  return `connections/${shop}/${name}`;
}

function rowOf(
  key: LedgerKey,
  shop: ShopId,
  { name, connector, config, createdAt }: Connection,
  secrets: JsonValue,
): Tables['connections'] {
  const sealed = seal(key, secretsContext(shop, name), JSON.stringify(secrets));
  return { shop, name, connector, config: JSON.stringify(config), secrets: sealed, createdAt };
}

function connectionOf(row: Pick<Tables['connections'], (typeof COLUMNS)[number]>): Connection {
  return { ...row, config: storedJson(row.config) };
}
