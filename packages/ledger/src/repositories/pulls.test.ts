import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';
import type { ReachedConnection } from './pulls.js';

function reached(change: Partial<ReachedConnection> = {}): ReachedConnection {
  const connection = { name: 'web', connector: 'woocommerce', config: { address: 'a' }, createdAt: NOW };
  return { connection, secrets: { key: 'k1' }, account: { id: 'A1', name: 'Tea' }, ...change };
}

onEveryStore('pulls', (store) => {
  test('say whose account a connection reaches and how its last sync ended, in each shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    await ledger.pulls.connect(mine, reached(), NOW);
    const account = { id: 'A1', name: 'Tea' };
    const begun = { connection: 'web', account, doneAt: null, dueAt: NOW, failures: 0, endedAt: null };
    expect(await ledger.pulls.list(mine)).toEqual([{ ...begun, end: null }]);
    const failed = { outcome: 'failed', code: 'denied', sentence: 'no', at: NOW, dueAt: LATER } as const;
    await ledger.pulls.end(mine, 'web', failed);
    await ledger.pulls.end(mine, 'web', failed);
    expect(await ledger.pulls.get(mine, 'web')).toEqual({ ...begun, dueAt: LATER, end: failed, failures: 2 });
    await ledger.pulls.end(mine, 'web', { outcome: 'done', code: null, sentence: null, at: LATER, dueAt: LATER });
    expect(await ledger.pulls.get(mine, 'web')).toMatchObject({ doneAt: LATER, failures: 0 });
    expect(await ledger.pulls.list(other)).toEqual([]);
  });

  test('keep the token of a connection, through another look at its account', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    await ledger.pulls.connect(mine, reached(), NOW);
    expect(await ledger.pulls.token(mine, 'web')).toBeUndefined();
    await ledger.pulls.keepToken(mine, 'web', { refresh: 'r1' });
    await ledger.pulls.connect(mine, reached(), LATER);
    expect(await ledger.pulls.token(mine, 'web')).toEqual({ refresh: 'r1' });
    expect(await ledger.pulls.token(other, 'web')).toBeUndefined();
  });

  test('are connected once; another time gives new settings, and makes them due', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const first = reached({ token: { refresh: 'r1' } });
    expect(await ledger.pulls.connect(mine, first, NOW)).toEqual({ outcome: 'created' });
    expect(await ledger.connections.get(mine, 'web')).toEqual(first.connection);
    await ledger.pulls.end(mine, 'web', { outcome: 'failed', code: 'denied', sentence: 'no', at: NOW, dueAt: LATER });
    const again = reached({
      connection: { ...first.connection, config: { address: 'b' }, createdAt: LATER },
      secrets: { key: 'k2' },
    });
    expect(await ledger.pulls.connect(mine, again, NOW)).toEqual({ outcome: 'changed' });
    expect(await ledger.connections.get(mine, 'web')).toEqual({ ...first.connection, config: { address: 'b' } });
    expect(await ledger.connections.secrets(mine, 'web')).toEqual({ key: 'k2' });
    expect(await ledger.pulls.token(mine, 'web')).toEqual({ refresh: 'r1' });
    expect(await ledger.pulls.get(mine, 'web')).toMatchObject({ dueAt: NOW, failures: 0 });
    expect(await ledger.connections.get(other, 'web')).toBeUndefined();
  });

  test('keep what their account says of itself, each of its own shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (const shop of [mine, other]) await ledger.pulls.connect(shop, reached(), NOW);
    const account = { ...reached().account, warnings: ['old orders are not shown'] };
    await ledger.pulls.keepAccount(mine, 'web', account);
    expect((await ledger.pulls.get(mine, 'web'))?.account).toEqual(account);
    expect((await ledger.pulls.get(other, 'web'))?.account).toEqual(reached().account);
  });

  test('end with a reason, without a token, until they are connected again', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (const shop of [mine, other]) await ledger.pulls.connect(shop, reached({ token: 'r1' }), NOW);
    const token = await ledger.hookDoors.token(mine, 'web', NOW);
    await ledger.hookDoors.rotate(mine, 'web', { key: 'k2' }, [{ secret: 'k1', until: LATER }], NOW);
    await ledger.pulls.disconnect(mine, 'web', 'it was taken out', LATER);
    expect(await ledger.hookDoors.find(token)).toMatchObject({ secrets: null, retiring: [] });
    // Whoever was asking just then comes too late.
    await ledger.pulls.keepToken(mine, 'web', 'r2');
    await ledger.pulls.end(mine, 'web', { outcome: 'done', code: null, sentence: null, at: LATER, dueAt: LATER });
    expect(await ledger.pulls.token(mine, 'web')).toBeUndefined();
    expect(await ledger.pulls.get(mine, 'web')).toMatchObject({
      endedAt: LATER,
      end: { outcome: 'failed', code: 'denied', sentence: 'it was taken out' },
    });
    expect(await ledger.pulls.get(other, 'web')).toMatchObject({ endedAt: null });
    expect(await ledger.pulls.token(other, 'web')).toBe('r1');
    expect(await ledger.connections.secrets(mine, 'web')).toBeNull();
    expect(await ledger.connections.secrets(other, 'web')).toEqual({ key: 'k1' });
    await ledger.pulls.resume(other, 'web', 'nothing had ended', LATER);
    expect(await ledger.pulls.get(other, 'web')).toMatchObject({ end: null, dueAt: NOW });
    await ledger.pulls.resume(mine, 'web', 'it goes on in a moment', LATER);
    expect(await ledger.pulls.get(mine, 'web')).toMatchObject({
      endedAt: null,
      dueAt: LATER,
      end: { outcome: 'stopped', code: 'denied', sentence: 'it goes on in a moment' },
    });
    await ledger.pulls.connect(mine, reached({ token: 'r3' }), LATER);
    expect(await ledger.pulls.get(mine, 'web')).toMatchObject({ endedAt: null, dueAt: LATER });
    expect(await ledger.pulls.token(mine, 'web')).toBe('r3');
  });

  test("do not become another account's or connector's", async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const first = reached();
    await ledger.pulls.connect(mine, first, NOW);
    const taken = reached({ secrets: { key: 'k2' }, account: { id: 'A2' } });
    expect(await ledger.pulls.connect(mine, taken, NOW)).toEqual({ outcome: 'other-account', account: first.account });
    const till = reached({ connection: { ...first.connection, name: 'till' } });
    expect(await ledger.pulls.connect(mine, till, NOW)).toEqual({ outcome: 'other-connector', connector: 'files' });
    expect(await ledger.connections.secrets(mine, 'web')).toEqual({ key: 'k1' });
    expect(await ledger.pulls.get(mine, 'till')).toBeUndefined();
  });
});
