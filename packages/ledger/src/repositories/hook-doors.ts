import type { Instant, ShopId } from '@clientele/model';
import type { CompiledQuery } from 'kysely';
import { type JsonValue, storedJson } from '../json.js';
import { randomText } from '../random-text.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database, Tables } from '../tables.js';
import { type Connection, secretsContext } from './connections.js';

/** A secret that webhooks may still be signed with, beside the new one. */
export interface RetiringSecret {
  readonly secret: string;
  readonly until: Instant;
}

/** Where a platform sends the webhooks of one connection to. */
export interface HookDoor {
  readonly shop: ShopId;
  readonly connection: Connection;
  /** What the connection signs in with. */
  readonly secrets: JsonValue;
  readonly retiring: readonly RetiringSecret[];
  /** The connection was disconnected: nobody is to be heard. */
  readonly hasEnded: boolean;
}

type Behind = Pick<Tables['hookDoors'], 'shop' | 'retiring'> &
  Omit<Tables['connections'], 'shop'> &
  Pick<Tables['pulls'], 'endedAt'>;

/** Carries 160 bits: whoever knows it was told. */
const TOKEN_CHARACTERS = 32;
const TOKEN_FORM = new RegExp(`^[a-z2-7]{${TOKEN_CHARACTERS}}$`);

/**
 * The addresses of webhooks: each connection has one, which does not tell what is behind it, and the secrets that it was
 * signed with before are kept there, encrypted, for as long as they hold.
 */
export class HookDoors {
  readonly #db: Database;
  readonly #key: LedgerKey;
  /** Compiled once: it is asked for each webhook. */
  #finding: CompiledQuery<Behind> | undefined;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = key;
  }

  /** The connection's token, the same for good: made when it is first asked for. */
  async token(shop: ShopId, connection: string, now: Instant): Promise<string> {
    await this.#db
      .insertInto('hookDoors')
      .values({
        token: randomText(TOKEN_CHARACTERS),
        shop,
        connection,
        retiring: this.#sealed(shop, connection, []),
        createdAt: now,
      })
      .onConflict((conflict) => conflict.columns(['shop', 'connection']).doNothing())
      .execute();
    return (await this.#row(this.#db, shop, connection)).token;
  }

  /** What is behind a token; undefined where nothing is. The token names the shop. */
  async find(token: string): Promise<HookDoor | undefined> {
    if (!TOKEN_FORM.test(token)) return undefined;
    this.#finding ??= this.#behind().where('hookDoors.token', '=', token).compile();
    const { rows } = await this.#db.executeQuery<Behind>({ ...this.#finding, parameters: [token] });
    return this.#doorOf(rows[0]);
  }

  /** That of a connection; undefined where nobody has asked for its token yet. */
  async of(shop: ShopId, connection: string): Promise<HookDoor | undefined> {
    const ofConnection = this.#behind().where('connections.shop', '=', shop).where('connections.name', '=', connection);
    return this.#doorOf(await ofConnection.executeTakeFirst());
  }

  /**
   * Gives the connection other secrets; those that retire hold until then beside them. One transaction: there is no
   * moment at which a webhook of either is refused. The door must have been asked for its token.
   */
  async rotate(
    shop: ShopId,
    connection: string,
    secrets: JsonValue,
    retiring: readonly RetiringSecret[],
    now: Instant,
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const row = await this.#row(tx, shop, connection);
      const before = this.#unsealed(shop, connection, row.retiring).filter(({ until }) => until > now);
      await tx
        .updateTable('hookDoors')
        .set({ retiring: this.#sealed(shop, connection, [...before, ...retiring]) })
        .where('token', '=', row.token)
        .execute();
      await tx
        .updateTable('connections')
        .set({ secrets: seal(this.#key, secretsContext(shop, connection), JSON.stringify(secrets)) })
        .where('shop', '=', shop)
        .where('name', '=', connection)
        .execute();
    });
  }

  #behind() {
    return this.#db
      .selectFrom('hookDoors')
      .innerJoin('connections', (join) =>
        join.onRef('connections.shop', '=', 'hookDoors.shop').onRef('connections.name', '=', 'hookDoors.connection'),
      )
      .leftJoin('pulls', (join) =>
        join.onRef('pulls.shop', '=', 'hookDoors.shop').onRef('pulls.connection', '=', 'hookDoors.connection'),
      )
      .select(['hookDoors.shop', 'hookDoors.retiring', 'connections.name', 'connections.connector', 'pulls.endedAt'])
      .select(['connections.config', 'connections.secrets', 'connections.createdAt']);
  }

  #doorOf(row: Behind | undefined): HookDoor | undefined {
    if (row === undefined) return undefined;
    const { shop, name, connector, createdAt } = row;
    return {
      shop,
      connection: { name, connector, config: storedJson(row.config), createdAt },
      secrets: storedJson(unseal(this.#key, secretsContext(shop, name), row.secrets)),
      retiring: this.#unsealed(shop, name, row.retiring),
      hasEnded: row.endedAt !== null,
    };
  }

  #row(db: Database, shop: ShopId, connection: string) {
    return db
      .selectFrom('hookDoors')
      .select(['token', 'retiring'])
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .executeTakeFirstOrThrow();
  }

  #sealed(shop: ShopId, connection: string, retiring: readonly RetiringSecret[]): string {
    return seal(this.#key, retiringContext(shop, connection), JSON.stringify(retiring));
  }

  #unsealed(shop: ShopId, connection: string, sealed: string): readonly RetiringSecret[] {
    return JSON.parse(unseal(this.#key, retiringContext(shop, connection), sealed)) as readonly RetiringSecret[];
  }
}

/** Takes the secrets of a connection that hold beside its own off the disk, within a transaction. */
export async function forgetRetiring(tx: Database, key: LedgerKey, shop: ShopId, connection: string): Promise<void> {
  await tx
    .updateTable('hookDoors')
    .set({ retiring: seal(key, retiringContext(shop, connection), JSON.stringify([])) })
    .where('shop', '=', shop)
    .where('connection', '=', connection)
    .execute();
}

function retiringContext(shop: ShopId, connection: string): string {
  return `hook_doors/${shop}/${connection}`;
}
