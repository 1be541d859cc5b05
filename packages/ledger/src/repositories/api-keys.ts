import { type Instant, instantOfMs, msOfInstant, type ShopId } from '@clientele/model';
import { storedJson } from '../json.js';
import { type Refusal, refusal } from '../refusal.js';
import { newToken, readToken, sameHash } from '../secrets/token.js';
import type { Database, Tables } from '../tables.js';

/** What a key may do; `widgets` mints tokens for widgets, `admin` is everything, keys and settings too. */
export const API_SCOPES = ['read:profiles', 'read:segments', 'write:segments', 'widgets', 'admin'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** A key as its shop sees it; the secret is not in it. */
export interface ApiKey {
  readonly id: string;
  readonly shop: ShopId;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  /** To the minute. */
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

export type VerifyApiKey =
  | { readonly outcome: 'valid'; readonly key: ApiKey }
  | Refusal<'api-key.malformed' | 'api-key.unknown' | 'api-key.expired' | 'api-key.revoked'>;

const PREFIX = 'ck';
/** The use of a key is noted once in that time, not with every request. */
const USE_NOTED_EVERY_MS = 60_000;
const COLUMNS = ['id', 'shop', 'name', 'scopes', 'createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt'] as const;

/** Keys for programs, `ck_<id>_<secret>`; of the secret only a hash is kept. */
export class ApiKeys {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Makes a key. `text` is the only copy of the whole key: it is shown once. */
  async create(
    shop: ShopId,
    draft: { readonly name: string; readonly scopes: readonly ApiScope[]; readonly expiresAt: Instant | null },
    now: Instant,
  ): Promise<{ readonly key: ApiKey; readonly text: string }> {
    const { id, text, secretHash } = newToken(PREFIX);
    const { name, scopes, expiresAt } = draft;
    const key: ApiKey = { id, shop, name, scopes, createdAt: now, expiresAt, lastUsedAt: null, revokedAt: null };
    await this.#db
      .insertInto('apiKeys')
      .values({ ...key, secretHash, scopes: JSON.stringify(scopes) })
      .execute();
    return { key, text };
  }

  /** Tells whether a presented key opens anything, and which shop: the one method without a shop, since the key names it. */
  async verify(text: string, now: Instant): Promise<VerifyApiKey> {
    const presented = readToken(PREFIX, text);
    if (presented === undefined) return refusal('api-key.malformed', 'an API key looks like ck_<id>_<secret>');
    const row = await this.#db.selectFrom('apiKeys').selectAll().where('id', '=', presented.id).executeTakeFirst();
    if (row === undefined || !sameHash(row.secretHash, presented.secretHash)) {
      return refusal('api-key.unknown', 'this API key is not known here');
    }
    if (row.revokedAt !== null) return refusal('api-key.revoked', 'this API key was revoked: ask for a new one');
    if (row.expiresAt !== null && row.expiresAt <= now) {
      return refusal('api-key.expired', `this API key expired at ${row.expiresAt}: ask for a new one`);
    }
    const noted = instantOfMs(msOfInstant(now) - USE_NOTED_EVERY_MS);
    if (row.lastUsedAt === null || row.lastUsedAt < noted) {
      await this.#db.updateTable('apiKeys').set({ lastUsedAt: now }).where('id', '=', row.id).execute();
    }
    return { outcome: 'valid', key: keyOf(row) };
  }

  /** All keys of the shop, revoked ones too, oldest first. */
  async list(shop: ShopId): Promise<ApiKey[]> {
    const rows = await this.#db
      .selectFrom('apiKeys')
      .select(COLUMNS)
      .where('shop', '=', shop)
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    return rows.map(keyOf);
  }

  /** From now on the key opens nothing; false when the shop has no such key or it was revoked before. */
  async revoke(shop: ShopId, id: string, now: Instant): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('apiKeys')
      .set({ revokedAt: now })
      .where('shop', '=', shop)
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }
}

function keyOf(row: Pick<Tables['apiKeys'], (typeof COLUMNS)[number]>): ApiKey {
  const { id, shop, name, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = row;
  return { id, shop, name, scopes: storedJson<ApiScope[]>(scopes), createdAt, expiresAt, lastUsedAt, revokedAt };
}
