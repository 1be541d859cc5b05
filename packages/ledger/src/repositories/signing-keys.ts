import { randomBytes } from 'node:crypto';
import type { Instant, ShopId } from '@clientele/model';
import { randomText } from '../random-text.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database } from '../tables.js';

/** What signs the tokens of a shop's widgets. */
export interface SigningKey {
  /** Names the key in a token's header. */
  readonly id: string;
  /** 256 bits. */
  readonly secret: Uint8Array;
}

/** One signing key for each shop, encrypted. */
export class SigningKeys {
  readonly #db: Database;
  readonly #key: LedgerKey;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = key;
  }

  /** The shop's key, which is made the first time; always the same one after. */
  async obtain(shop: ShopId, now: Instant): Promise<SigningKey> {
    const stored = (await this.#stored(shop)) ?? (await this.#make(shop, now));
    return {
      id: stored.id,
      secret: Buffer.from(unseal(this.#key, secretContext(shop), stored.secret), 'base64url'),
    };
  }

  async #make(shop: ShopId, now: Instant) {
    const secret = seal(this.#key, secretContext(shop), randomBytes(32).toString('base64url'));
    await this.#db
      .insertInto('signingKeys')
      .values({ shop, id: randomText(16), secret, createdAt: now })
      .onConflict((conflict) => conflict.column('shop').doNothing())
      .execute();
    const stored = await this.#stored(shop);
    if (stored === undefined) throw new Error(`the signing key of shop ${shop} was not stored`);
    return stored;
  }

  #stored(shop: ShopId) {
    return this.#db.selectFrom('signingKeys').select(['id', 'secret']).where('shop', '=', shop).executeTakeFirst();
  }
}

function secretContext(shop: ShopId): string {
  return `signingKeys/${shop}`;
}
