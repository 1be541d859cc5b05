import type { Instant, ShopId } from '@clientele/model';
import { storedJson } from '../json.js';
import { type Refusal, refusal } from '../refusal.js';
import { newToken, readToken, sameHash } from '../secrets/token.js';
import type { Database } from '../tables.js';

/** The shops that are open to a session: some, or all of the installation, also those that are made later. */
export type OpenShops = readonly ShopId[] | 'all';

/** Somebody who is signed in, and the shops that are open to them. */
export interface Session {
  /** Names the session in the audit log; it is no secret. */
  readonly id: string;
  readonly shops: OpenShops;
  readonly expiresAt: Instant;
}

export type RedeemSignInLink =
  | {
      readonly outcome: 'signed-in';
      readonly session: Session /** For the cookie; not stored. */;
      readonly token: string;
    }
  | Refusal<'sign-in.invalid'>;

export type VerifySession = { readonly outcome: 'valid'; readonly session: Session } | Refusal<'session.invalid'>;

const LINK_PREFIX = 'cl';
const SESSION_PREFIX = 'cs';

/** Sign-in without passwords: a link that works once becomes a session. Of both only hashes are kept. */
export class Sessions {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The code of a sign-in link for these shops; it works once, before `expiresAt`. */
  async offerLink(shops: OpenShops, expiresAt: Instant, now: Instant): Promise<string> {
    const { id, text, secretHash } = newToken(LINK_PREFIX);
    for (const table of ['signInLinks', 'sessions'] as const) {
      await this.#db.deleteFrom(table).where('expiresAt', '<=', now).execute();
    }
    await this.#db
      .insertInto('signInLinks')
      .values({ id, shops: JSON.stringify(shops), secretHash, createdAt: now, expiresAt })
      .execute();
    return text;
  }

  /** Turns a link's code into a session that ends at `expiresAt`; of two who try, one gets it. */
  async redeemLink(code: string, expiresAt: Instant, now: Instant): Promise<RedeemSignInLink> {
    const presented = readToken(LINK_PREFIX, code);
    const invalid = refusal(
      'sign-in.invalid',
      'this sign-in link was used, has expired or never was: ask for a new one',
    );
    if (presented === undefined) return invalid;
    return this.#db.transaction().execute(async (tx) => {
      const link = await tx.selectFrom('signInLinks').selectAll().where('id', '=', presented.id).executeTakeFirst();
      if (link === undefined || link.expiresAt <= now || !sameHash(link.secretHash, presented.secretHash))
        return invalid;
      const { numDeletedRows } = await tx.deleteFrom('signInLinks').where('id', '=', link.id).executeTakeFirst();
      if (numDeletedRows === 0n) return invalid;
      const { id, text, secretHash } = newToken(SESSION_PREFIX);
      await tx
        .insertInto('sessions')
        .values({ id, shops: link.shops, secretHash, createdAt: now, expiresAt })
        .execute();
      return {
        outcome: 'signed-in',
        token: text,
        session: { id, shops: storedJson<OpenShops>(link.shops), expiresAt },
      };
    });
  }

  /** Tells whether a presented token belongs to a session that has not ended. */
  async verify(token: string, now: Instant): Promise<VerifySession> {
    const presented = readToken(SESSION_PREFIX, token);
    const invalid = refusal('session.invalid', 'you are not signed in, or no longer: open a new sign-in link');
    if (presented === undefined) return invalid;
    const row = await this.#db.selectFrom('sessions').selectAll().where('id', '=', presented.id).executeTakeFirst();
    if (row === undefined || row.expiresAt <= now || !sameHash(row.secretHash, presented.secretHash)) return invalid;
    const { id, shops, expiresAt } = row;
    return { outcome: 'valid', session: { id, shops: storedJson<OpenShops>(shops), expiresAt } };
  }

  /** Signs out. */
  async end(id: string): Promise<void> {
    await this.#db.deleteFrom('sessions').where('id', '=', id).execute();
  }

  /**
   * Ends every session that a shop is open to, those that other shops are open to as well, and takes back the links
   * that nobody has used yet. Answers how many sessions there were.
   */
  async endOf(shop: ShopId): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      // The links first: a session that one of them is just becoming is there afterwards.
      await endOpening(tx, 'signInLinks', shop);
      return endOpening(tx, 'sessions', shop);
    });
  }
}

async function endOpening(db: Database, table: 'sessions' | 'signInLinks', shop: ShopId): Promise<number> {
  const rows = await db.selectFrom(table).select(['id', 'shops']).execute();
  const opening = rows.filter(({ shops }) => {
    const open = storedJson<OpenShops>(shops);
    return open === 'all' || open.includes(shop);
  });
  for (const { id } of opening) await db.deleteFrom(table).where('id', '=', id).execute();
  return opening.length;
}
