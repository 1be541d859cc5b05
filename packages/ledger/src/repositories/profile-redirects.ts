import type { Instant, ProfileId, ShopId } from '@clientele/model';
import { type Refusal, refusal } from '../refusal.js';
import type { Database } from '../tables.js';
import { lockShop } from './shops.js';

/** A profile that became part of another one. */
export interface ProfileRedirect {
  readonly from: ProfileId;
  readonly into: ProfileId;
}

/** Ids in one statement, below SQLite's 32,766 parameters. */
const CHUNK = 10_000;

/** Leads old profile ids to the profiles that they became part of. */
export class ProfileRedirects {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Adds redirects, all or none; a profile that is redirected already takes the new target. Refused when following
   * them would go in a circle.
   */
  async add(
    shop: ShopId,
    redirects: readonly ProfileRedirect[],
    now: Instant,
  ): Promise<{ readonly outcome: 'added' } | Refusal<'redirect.circle'>> {
    if (redirects.length === 0) return { outcome: 'added' };
    return this.#db.transaction().execute(async (tx) => {
      await lockShop(tx, shop);
      const added = new Map(redirects.map(({ from, into }) => [from, into]));
      const circle = await findCircle(tx, shop, added);
      if (circle !== undefined) {
        return refusal('redirect.circle', `profile ${circle} cannot be redirected: the way leads back to itself`);
      }
      const rows = [...added].map(([from, into]) => ({ shop, from, into, at: now }));
      for (let start = 0; start < rows.length; start += CHUNK / 4) {
        await tx
          .insertInto('profileRedirects')
          .values(rows.slice(start, start + CHUNK / 4))
          .onConflict((conflict) =>
            conflict
              .columns(['shop', 'from'])
              .doUpdateSet(({ ref }) => ({ into: ref('excluded.into'), at: ref('excluded.at') })),
          )
          .execute();
      }
      return { outcome: 'added' };
    });
  }

  /** Takes back the redirects of profiles that live on. */
  async remove(shop: ShopId, profiles: readonly ProfileId[]): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      for (let start = 0; start < profiles.length; start += CHUNK) {
        await tx
          .deleteFrom('profileRedirects')
          .where('shop', '=', shop)
          .where('from', 'in', profiles.slice(start, start + CHUNK))
          .execute();
      }
    });
  }

  /** Where redirects lead from each id, step by step: from the id itself, alone where it has none, to their end. */
  async resolve(shop: ShopId, ids: readonly ProfileId[]): Promise<Map<ProfileId, readonly ProfileId[]>> {
    const next = await reachable(this.#db, shop, ids, new Map());
    return new Map(ids.map((id) => [id, wayFrom(id, next)]));
  }

  /** The profiles that became part of one, directly or through others, in no order. */
  async partsOf(shop: ShopId, profile: ProfileId): Promise<ProfileId[]> {
    const parts = new Set<ProfileId>();
    let frontier = [profile];
    while (frontier.length > 0) {
      const found: ProfileId[] = [];
      for (let start = 0; start < frontier.length; start += CHUNK) {
        const rows = await this.#db
          .selectFrom('profileRedirects')
          .select('from')
          .where('shop', '=', shop)
          .where('into', 'in', frontier.slice(start, start + CHUNK))
          .execute();
        found.push(...rows.map(({ from }) => from).filter((from) => !parts.has(from)));
      }
      for (const from of found) parts.add(from);
      frontier = found;
    }
    return [...parts];
  }
}

/** The redirects that can be reached from these ids, the added ones before the stored. */
async function reachable(
  db: Database,
  shop: ShopId,
  ids: readonly ProfileId[],
  added: ReadonlyMap<ProfileId, ProfileId>,
): Promise<Map<ProfileId, ProfileId>> {
  const next = new Map(added);
  const seen = new Set<ProfileId>();
  let frontier = [...new Set(ids)];
  while (frontier.length > 0) {
    for (const id of frontier) seen.add(id);
    const unknown = frontier.filter((id) => !next.has(id));
    for (let start = 0; start < unknown.length; start += CHUNK) {
      const rows = await db
        .selectFrom('profileRedirects')
        .select(['from', 'into'])
        .where('shop', '=', shop)
        .where('from', 'in', unknown.slice(start, start + CHUNK))
        .execute();
      for (const { from, into } of rows) next.set(from, into);
    }
    const targets = frontier.map((id) => next.get(id)).filter((id) => id !== undefined);
    frontier = [...new Set(targets)].filter((id) => !seen.has(id));
  }
  return next;
}

async function findCircle(
  db: Database,
  shop: ShopId,
  added: ReadonlyMap<ProfileId, ProfileId>,
): Promise<ProfileId | undefined> {
  const next = await reachable(db, shop, [...added.keys()], added);
  const sound = new Set<ProfileId>();
  for (const start of added.keys()) {
    const path = new Set<ProfileId>();
    let id: ProfileId | undefined = start;
    while (id !== undefined && !sound.has(id)) {
      if (path.has(id)) return start;
      path.add(id);
      id = next.get(id);
    }
    for (const passed of path) sound.add(passed);
  }
  return undefined;
}

function wayFrom(id: ProfileId, next: ReadonlyMap<ProfileId, ProfileId>): ProfileId[] {
  const way = [id];
  for (let into = next.get(id); into !== undefined; into = next.get(into)) way.push(into);
  return way;
}
