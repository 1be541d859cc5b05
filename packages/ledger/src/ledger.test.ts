import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { shopId } from '@clientele/model';
import { CamelCasePlugin, Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import {
  aShop,
  KEY,
  ledgerOn,
  NOW,
  OTHER_KEY,
  onEveryStore,
  onPostgres,
  temporaryDirectory,
} from '../testing/stores.js';
import { type LedgerPlace, openDatabase } from './database.js';
import { openLedger } from './ledger.js';
import { MIGRATIONS, migrate } from './migrations/migrate.js';
import type { Migration } from './migrations/migration.js';
import { postgresDialect } from './postgres.js';
import { loadKey } from './secrets/key.js';
import { seal } from './secrets/seal.js';
import { sqliteDialect } from './sqlite.js';
import type { Tables } from './tables.js';

async function databaseOn(place: LedgerPlace) {
  const db = await openDatabase(place);
  onTestFinished(() => db.destroy());
  return db;
}

async function recorded(place: LedgerPlace): Promise<number[]> {
  const db = await databaseOn(place);
  const rows = await db
    .withTables<{ migrations: { number: number } }>()
    .selectFrom('migrations')
    .select('number')
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
}

const NUMBERS = MIGRATIONS.map(({ number }) => number);

const broken: Migration = {
  number: 1 + Math.max(...NUMBERS),
  name: 'broken',
  async up(schema) {
    await schema.createTable('half').addColumn('a', 'text').execute();
    await schema.createTable('half').addColumn('a', 'text').execute();
  },
};

onEveryStore('a ledger', (store) => {
  test('keeps what was written when it is opened again', async () => {
    const place = await store.place();
    const first = await openLedger(place, { key: KEY });
    await first.shops.create(aShop('demo'));
    await first.close();
    const second = await ledgerOn(store, place);
    expect(await second.shops.list()).toEqual([aShop('demo')]);
    expect(await recorded(place)).toEqual(NUMBERS);
  });

  test('is refused with another key, by name', async () => {
    const place = await store.place();
    await (await openLedger(place, { key: KEY })).close();
    await expect(openLedger(place, { key: OTHER_KEY })).rejects.toMatchObject({
      code: 'ledger.wrong-key',
      message: `the ledger was encrypted with key ${KEY.id}, and the key given is ${OTHER_KEY.id}: use the key file or CLIENTELE_KEY that it was made with`,
    });
    await (await openLedger(place, { key: KEY })).close();
  });

  test('of a newer program is refused and left alone', async () => {
    const place = await store.place();
    const db = await databaseOn(place);
    const newer = db.withTables<{ migrations: { number: number; name: string } }>();
    await newer.insertInto('migrations').values({ number: 99, name: 'of the future' }).execute();
    await expect(openLedger(place, { key: KEY })).rejects.toMatchObject({
      code: 'ledger.newer',
      message: `this ledger has been migrated to version 99, and this program knows version ${Math.max(...NUMBERS)}: start the newer program, or restore a backup made before it`,
    });
    expect(await db.selectFrom('installation').selectAll().execute()).toEqual([]);
  });

  test('keeps the refused input of before it was kept by file', async () => {
    const place = await store.place();
    const dialect = 'url' in place ? postgresDialect(place.url) : sqliteDialect(place.directory);
    const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
    await migrate(db, store.name, MIGRATIONS.slice(0, 1));
    const shop = aShop('mine');
    await db
      .insertInto('shops')
      .values({ ...shop, generated: 0 })
      .execute();
    const body = seal(KEY, 'refused/mine', 'x');
    await sql`
      insert into refused (shop, number, connection, source, place, reason, body, retry, at)
      values (${shop.id}, 1, 'till', 'a.csv', 'line 1', 'no', ${body}, 'null', ${NOW})`.execute(db);
    await db.destroy();
    const ledger = await ledgerOn(store, place);
    expect(await ledger.refused.list(shop.id, { limit: 9 })).toMatchObject([
      { connection: 'till', fingerprint: '', source: 'a.csv', place: 'line 1', body: 'x' },
    ]);
    expect(await recorded(place)).toEqual(NUMBERS);
  });

  test('keeps the evaluations of before, without the batch that nobody asked for', async () => {
    const place = await store.place();
    const dialect = 'url' in place ? postgresDialect(place.url) : sqliteDialect(place.directory);
    const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
    await migrate(db, store.name, MIGRATIONS.slice(0, 2));
    const shop = aShop('mine');
    await db
      .insertInto('shops')
      .values({ ...shop, generated: 0 })
      .execute();
    await sql`
      insert into segments (id, shop, handle, name, description, version, created_at)
      values ('s', ${shop.id}, 'vip', 'VIP', '', 1, ${NOW})`.execute(db);
    await sql`
      insert into segment_versions (segment, version, shop, query, created_at, created_by)
      values ('s', 1, ${shop.id}, 'orders > 1', ${NOW}, 'ann')`.execute(db);
    await sql`
      insert into membership_states (shop, segment, version, state, evaluated_at, cutoffs_day, through_batch)
      values (${shop.id}, 's', 1, 'fresh', ${NOW}, '2026-03-01', 7)`.execute(db);
    await db.destroy();
    const ledger = await ledgerOn(store, place);
    expect(await ledger.membershipStates.list(shop.id)).toEqual([
      { segment: 's', version: 1, state: 'fresh', evaluated: { evaluatedAt: NOW, cutoffsDay: '2026-03-01' } },
    ]);
    const tables = await (await databaseOn(place)).introspection.getTables();
    const columns = tables.find(({ name }) => name === 'membership_states')?.columns ?? [];
    expect(columns.map(({ name }) => name)).toContain('cutoffs_day');
    expect(columns.map(({ name }) => name)).not.toContain('through_batch');
  });

  test('counts the objects that were pulled before they were counted, and knows what of them had no id', async () => {
    const place = await store.place();
    const dialect = 'url' in place ? postgresDialect(place.url) : sqliteDialect(place.directory);
    const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
    await migrate(
      db,
      store.name,
      MIGRATIONS.filter(({ number }) => number < 10),
    );
    const { id: shop, ...rest } = aShop('mine');
    await db
      .insertInto('shops')
      .values({ id: shop, ...rest, generated: 0 })
      .execute();
    await sql`
      insert into connections (shop, name, connector, config, secrets, created_at)
      values (${shop}, 'web', 'woocommerce', '{}', 'x', ${NOW})`.execute(db);
    for (const [stream, object, isThere] of [
      ['orders', '1', 1],
      ['orders', '2', 1],
      ['orders', '3', 0],
      ['customers', '1', 1],
    ]) {
      await sql`
        insert into pulled_objects (shop, connection, stream, object, sweep, is_there, records)
        values (${shop}, 'web', ${stream}, ${object}, 1, ${isThere}, '[]')`.execute(db);
    }
    const body = seal(KEY, 'refused/mine', '{}');
    await sql`
      insert into refused (shop, number, connection, fingerprint, source, place, reason, body, retry, at)
      values (${shop}, 1, 'web', 'pulled', 'web', 'orders without id (abc)', 'no', ${body}, 'null', ${NOW})`.execute(
      db,
    );
    await db.destroy();
    const ledger = await ledgerOn(store, place);
    expect(await ledger.pulledPages.counts(shop, 'web')).toEqual(
      new Map([
        ['customers', 1],
        ['orders', 2],
      ]),
    );
    expect(await ledger.refused.list(shop, { limit: 9 })).toMatchObject([{ tries: 1, at: NOW, triedAt: NOW }]);
    const refused = { fingerprint: 'pulled', source: 'web' };
    const missing = { sweep: 2, after: '', limit: 9, refused };
    expect(await ledger.pulledPages.missing(shop, 'web', 'orders', missing)).toEqual(['1', '2', 'without id (abc)']);
    expect(await recorded(place)).toEqual(NUMBERS);
  });

  test('is left as it was by a migration that fails', async () => {
    const place = await store.place();
    const db = await databaseOn(place);
    const steps = [...MIGRATIONS, broken];
    await expect(migrate(db, store.name, steps)).rejects.toThrow(/half.*exists/);
    expect((await db.introspection.getTables()).map(({ name }) => name)).not.toContain('half');
    expect(await recorded(place)).toEqual(NUMBERS);
  });
});

onPostgres('a ledger', (store) => {
  test('may be opened by many at once, also the first time', async () => {
    const place = await store.place();
    const ledgers = await Promise.all(Array.from({ length: 5 }, () => openLedger(place, { key: KEY })));
    await Promise.all(ledgers.map((ledger, index) => ledger.shops.create(aShop(`shop-${index}`))));
    expect(await ledgers[0]?.shops.list()).toHaveLength(5);
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  });

  test.each(['mysql://localhost/x', 'localhost', 'postgres://[', ''])('is not at %j', async (url) => {
    await expect(openLedger({ url }, { key: KEY })).rejects.toMatchObject({ code: 'ledger.url-invalid' });
  });

  test('that does not answer is named without its password', async () => {
    const url = 'postgres://ann:s3cret@127.0.0.1:1/clientele';
    const error = await openLedger({ url }, { key: KEY }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ledger.unreachable' });
    expect(String(error)).toContain('PostgreSQL at 127.0.0.1:1/clientele does not answer');
    expect(String(error)).not.toContain('s3cret');
  });
});

test('a file that is no ledger is said to be none', async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'ledger.sqlite'), 'this is a text, and not a short one '.repeat(100));
  await expect(openLedger({ directory }, { key: KEY })).rejects.toMatchObject({
    code: 'ledger.unreachable',
    message: `${join(directory, 'ledger.sqlite')} cannot be opened: file is not a database`,
  });
});

test('the embedded ledger keeps a write-ahead log', async () => {
  const directory = temporaryDirectory();
  const ledger = await openLedger({ directory }, { key: KEY });
  await ledger.shops.create(aShop('demo'));
  await ledger.settings.set(shopId('demo'), 'a', NOW);
  using raw = new DatabaseSync(join(directory, 'ledger.sqlite'));
  expect(raw.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
  await ledger.close();
});

test('a key file is made once, for its user only', async () => {
  const directory = join(temporaryDirectory(), 'data');
  const keys = await Promise.all([1, 2, 3, 4].map(() => loadKey(directory)));
  expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
  expect(statSync(join(directory, 'key')).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const again = await loadKey(directory);
  expect(again.secret.equals(keys[0]!.secret)).toBe(true);
  expect(JSON.stringify(again)).not.toContain(readFileSync(join(directory, 'key'), 'utf8').trim());
});

test('a key that is given needs no file', async () => {
  const directory = temporaryDirectory();
  const { id } = await loadKey(directory, '0123456789abcdef'.repeat(4));
  expect(id).toBe(KEY.id);
  expect(existsSync(join(directory, 'key'))).toBe(false);
});

test.each(['', 'short', 'x'.repeat(64), `${'0'.repeat(64)}\n`])('%j is no key', async (text) => {
  await expect(loadKey(temporaryDirectory(), text)).rejects.toMatchObject({
    code: 'ledger.key-invalid',
    message: 'CLIENTELE_KEY must hold a key of 64 hexadecimal digits, such as `openssl rand -hex 32` prints',
  });
});

test('a ledger that lost its key file gets no new one', async () => {
  const directory = temporaryDirectory();
  const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
  await ledger.close();
  rmSync(join(directory, 'key'));
  await expect(loadKey(directory)).rejects.toMatchObject({ code: 'ledger.key-missing' });
  expect(existsSync(join(directory, 'key'))).toBe(false);
});

test('a damaged key file is said to be that', async () => {
  const directory = temporaryDirectory();
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'key'), 'half a k');
  chmodSync(join(directory, 'key'), 0o600);
  await expect(loadKey(directory)).rejects.toMatchObject({ code: 'ledger.key-invalid' });
});
