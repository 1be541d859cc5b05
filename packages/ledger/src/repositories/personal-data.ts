import { isDeepStrictEqual } from 'node:util';
import type { Instant, ProfileId, ShopId } from '@clientele/model';
import { sql } from 'kysely';
import { type JsonValue, storedJson } from '../json.js';
import type { LedgerKey } from '../secrets/key.js';
import { unseal } from '../secrets/seal.js';
import type { Database, Tables } from '../tables.js';
import type { ErasedRecord } from './erased-records.js';
import type { Inbox } from './inbox.js';
import { bodyContext } from './refused.js';

/** Whose traces are to go, and how they are told in input that was not read. */
export interface ErasedPerson {
  readonly records: readonly ErasedRecord[];
  readonly profiles: readonly ProfileId[];
  /** Whether input that was set aside is about the person. */
  readonly isNamedIn: (connection: string, body: string) => boolean;
  /** What a platform told, without what is about the person. */
  readonly without: (connection: string, heard: JsonValue) => JsonValue;
}

/** Rows read at once. */
const PAGE = 500;

/** Tables that hold anything of single people, for a store that must be told to free what was deleted. */
const TABLES_OF_PEOPLE = [
  ...['pulled_objects', 'pulled_pages', 'inbox', 'refused', 'written_customers', 'profile_redirects'],
  'compliance_requests',
];

/** Parts before wholes: a table is emptied of a shop before those that its rows point to. */
const TABLES_OF_SHOP = [
  ...([
    'writtenCustomers',
    'wholeSegments',
    'writeBacks',
    'pulledPages',
    'pulledObjects',
    'pulledCounts',
    'pulledStreams',
  ] as const),
  ...(['inbox', 'hookDoors', 'pulls', 'refused', 'imports', 'batches', 'derivations', 'appInstallations'] as const),
  ...(['backfills', 'membershipStates', 'listChanges', 'segmentVersions', 'segments', 'holdOuts', 'cutoffs'] as const),
  ...(['profileRedirects', 'apiKeys', 'widgetOrigins', 'signingKeys', 'auditLog', 'settings'] as const),
  ...(['erasedRecords', 'connections', 'counters'] as const),
] satisfies readonly (keyof Tables)[];

/** Takes what the ledger keeps of people out of it: so that nothing of it is left in the store's files either. */
export class PersonalData {
  readonly #db: Database;
  readonly #key: LedgerKey;
  readonly #inbox: Inbox;
  readonly #store: 'sqlite' | 'postgres';

  constructor(db: Database, key: LedgerKey, inbox: Inbox, store: 'sqlite' | 'postgres') {
    this.#db = db;
    this.#key = key;
    this.#inbox = inbox;
    this.#store = store;
  }

  /**
   * Takes a person out of what is known of pulled objects, of webhooks and refused input that wait, of what was written
   * to platforms, and of redirects. Doing it again changes nothing.
   */
  async erase(shop: ShopId, person: ErasedPerson): Promise<void> {
    for (const connection of new Set(person.records.map((record) => record.connection))) {
      const own = person.records.filter((record) => record.connection === connection);
      await this.#forgetPulled(shop, connection, own);
      await this.#forgetWritten(shop, connection, own);
    }
    await this.#forgetRefused(shop, person);
    await this.#forgetHeard(shop, person);
    for (const profile of person.profiles) {
      await this.#db
        .deleteFrom('profileRedirects')
        .where('shop', '=', shop)
        .where(({ or, eb }) => or([eb('from', '=', profile), eb('into', '=', profile)]))
        .execute();
    }
  }

  /** Everything of a shop but that it was asked for: its requests are done with it, and forget whom they were about. */
  async eraseShop(shop: ShopId, now: Instant): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      for (const table of TABLES_OF_SHOP) await tx.deleteFrom(table).where('shop', '=', shop).execute();
      await tx.deleteFrom('shops').where('id', '=', shop).execute();
      await tx
        .updateTable('complianceRequests')
        .set({ about: null, found: null, failure: null, doneAt: sql<Instant>`coalesce(done_at, ${now})` })
        .where('shop', '=', shop)
        .execute();
    });
  }

  /** Has the store overwrite or free what was deleted, in all its files. */
  async overwrite(): Promise<void> {
    if (this.#store === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(this.#db);
    else await sql.raw(`vacuum ${TABLES_OF_PEOPLE.join(', ')}`).execute(this.#db);
  }

  /** What is known of an object that said nothing else goes with it. */
  async #forgetPulled(shop: ShopId, connection: string, records: readonly ErasedRecord[]): Promise<void> {
    // Of orders that stay, what is known stays: without the person there is nothing in it.
    const keys = new Set(records.filter(({ kind }) => kind !== 'order' && kind !== 'refund').map(keyOf));
    const of = { shop, connection };
    for (let after = { stream: '', object: '' }; ; ) {
      const rows = await this.#db
        .selectFrom('pulledObjects')
        .select(['stream', 'object', 'isThere', 'records'])
        .where(({ and }) => and(of))
        .where(({ eb, refTuple, tuple }) => eb(refTuple('stream', 'object'), '>', tuple(after.stream, after.object)))
        .orderBy('stream')
        .orderBy('object')
        .limit(PAGE)
        .execute();
      for (const { records: stored, isThere, ...object } of rows) {
        const all = JSON.parse(stored) as (ErasedRecord & { readonly gone?: string })[];
        const rest = all.filter((record) => !keys.has(keyOf(record)));
        if (rest.length < all.length) await this.#restatePulled({ ...of, ...object }, isThere, rest);
      }
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last;
    }
  }

  async #restatePulled(
    at: Pick<Tables['pulledObjects'], 'shop' | 'connection' | 'stream' | 'object'>,
    isThere: number,
    rest: readonly { readonly gone?: string }[],
  ): Promise<void> {
    const stays = rest.some(({ gone }) => gone === undefined) ? 1 : 0;
    const { object: _, ...stream } = at;
    await this.#db.transaction().execute(async (tx) => {
      if (rest.length === 0)
        await tx
          .deleteFrom('pulledObjects')
          .where(({ and }) => and(at))
          .execute();
      else {
        const changed = { records: JSON.stringify(rest), isThere: stays };
        await tx
          .updateTable('pulledObjects')
          .set(changed)
          .where(({ and }) => and(at))
          .execute();
      }
      await tx
        .updateTable('pulledCounts')
        .set(({ eb }) => ({ objects: eb('objects', '-', isThere - stays) }))
        .where(({ and }) => and(stream))
        .execute();
    });
  }

  async #forgetWritten(shop: ShopId, connection: string, records: readonly ErasedRecord[]): Promise<void> {
    const customers = records.filter(({ kind }) => kind === 'customer').map(({ externalId }) => externalId);
    if (customers.length === 0) return;
    await this.#db
      .deleteFrom('writtenCustomers')
      .where('shop', '=', shop)
      .where('customer', 'in', customers)
      .where('writeBack', 'in', ({ selectFrom }) =>
        selectFrom('writeBacks').select('number').where('shop', '=', shop).where('connection', '=', connection),
      )
      .execute();
  }

  async #forgetRefused(shop: ShopId, { isNamedIn, records }: ErasedPerson): Promise<void> {
    const erased = new Set(records.map(({ connection, externalId }) => JSON.stringify([connection, externalId])));
    for (let after = 0; ; ) {
      const rows = await this.#db
        .selectFrom('refused')
        .select(['number', 'connection', 'place', 'body'])
        .where('shop', '=', shop)
        .where('number', '>', after)
        .orderBy('number')
        .limit(PAGE)
        .execute();
      const theirs = rows.filter(({ connection, place, body }) => {
        const object = place.slice(place.indexOf(' ') + 1);
        if (erased.has(JSON.stringify([connection, object]))) return true;
        return isNamedIn(connection, unseal(this.#key, bodyContext(shop), body));
      });
      const numbers = theirs.map(({ number }) => number);
      if (numbers.length > 0) {
        await this.#db.deleteFrom('refused').where('shop', '=', shop).where('number', 'in', numbers).execute();
      }
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.number;
    }
  }

  async #forgetHeard(shop: ShopId, { without }: ErasedPerson): Promise<void> {
    for (const connection of (await this.#inbox.states(shop)).keys()) {
      for (let after = 0; ; ) {
        const some = await this.#inbox.waiting(shop, connection, { limit: PAGE, after });
        for (const { number, heard } of some) {
          const rest = without(connection, storedJson(JSON.stringify(heard)));
          if (!isDeepStrictEqual(rest, heard)) await this.#inbox.restate(shop, connection, number, rest);
        }
        const last = some.at(-1);
        if (last === undefined) break;
        after = last.number;
      }
    }
  }
}

function keyOf({ kind, externalId }: Pick<ErasedRecord, 'kind' | 'externalId'>): string {
  return `${kind} ${externalId}`;
}
