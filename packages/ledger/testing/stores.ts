import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, type Shop, type ShopId, shopId, timeZone } from '@clientele/model';
import { describe, inject, onTestFinished } from 'vitest';
import type { LedgerPlace } from '../src/database.js';
import { type Ledger, openLedger } from '../src/ledger.js';
import { type LedgerKey, parseKey } from '../src/secrets/key.js';
import { runOn } from './postgres-server.js';

export const KEY: LedgerKey = parseKey('0123456789abcdef'.repeat(4), 'the test');
export const OTHER_KEY: LedgerKey = parseKey('fedcba9876543210'.repeat(4), 'the test');
export const NOW = instant('2026-03-01T10:00:00Z');
export const LATER = instant('2026-03-01T11:00:00Z');

/** Text that an attacker would try, and text that is only unusual; all of it is to be kept as it is. */
export const ODD_TEXTS = [
  `Robert'); drop table shops; --`,
  `" or ""="`,
  `\\'; select 1`,
  '$1 :name ? @p %s',
  'line\nbreak\ttab',
  '🛒 مرحبا 常客 e\u0301',
  '__proto__',
  ' ',
];

/** A store that the contract holds for. */
export interface Store {
  readonly name: 'sqlite' | 'postgres';
  /** An empty place of its own; it goes when the test ends. */
  place(): Promise<LedgerPlace>;
}

const sqlite: Store = {
  name: 'sqlite',
  async place() {
    return { directory: temporaryDirectory() };
  },
};

const postgres: Store = {
  name: 'postgres',
  async place() {
    const server = inject('postgresUrl');
    if (server === null) throw new Error('there is no PostgreSQL here');
    const schema = `test_${randomBytes(8).toString('hex')}`;
    await runOn(server, `create schema ${schema}`);
    onTestFinished(() => runOn(server, `drop schema ${schema} cascade`));
    const url = new URL(server);
    url.searchParams.set('options', `-c search_path=${schema}`);
    return { url: url.href };
  },
};

/** Runs the same tests on every store that is here; the set-up says why one is not. */
export function onEveryStore(name: string, tests: (store: Store) => void): void {
  describe(`${name} on SQLite`, () => tests(sqlite));
  onPostgres(name, () => tests(postgres));
}

export function onPostgres(name: string, tests: (store: Store) => void): void {
  describe.skipIf(inject('postgresUrl') === null)(`${name} on PostgreSQL`, () => tests(postgres));
}

/** An open ledger, closed when the test ends; alone in its place unless one is given. */
export async function ledgerOn(store: Store, place?: LedgerPlace): Promise<Ledger> {
  const ledger = await openLedger(place ?? (await store.place()), { key: KEY });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** Two shops, so that every test can see whether one reaches into the other. */
export async function withTwoShops(ledger: Ledger): Promise<readonly [ShopId, ShopId]> {
  await ledger.shops.create(aShop('mine'));
  await ledger.shops.create(aShop('other'));
  for (const shop of [shopId('mine'), shopId('other')]) {
    await ledger.connections.create(shop, { name: 'till', connector: 'files', config: {}, createdAt: NOW });
  }
  return [shopId('mine'), shopId('other')];
}

export function aShop(id: string, change: Partial<Shop> = {}): Shop {
  return {
    id: shopId(id),
    name: `The shop ${id}`,
    currency: 'GBP',
    timeZone: timeZone('Europe/London'),
    clock: null,
    generated: false,
    createdAt: NOW,
    ...change,
  };
}

/** A directory that goes when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-ledger-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
