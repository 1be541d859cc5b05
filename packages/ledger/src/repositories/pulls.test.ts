import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';

onEveryStore('pulls', (store) => {
  test('say whose account a connection reaches and how its last sync ended, in each shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    await ledger.pulls.begin(mine, 'till', { id: 'A1', name: 'Tea' }, NOW);
    const begun = { connection: 'till', account: { id: 'A1', name: 'Tea' }, doneAt: null, dueAt: NOW, failures: 0 };
    expect(await ledger.pulls.list(mine)).toEqual([{ ...begun, end: null }]);
    const failed = { outcome: 'failed', code: 'denied', sentence: 'no', at: NOW, dueAt: LATER } as const;
    await ledger.pulls.end(mine, 'till', failed);
    await ledger.pulls.end(mine, 'till', failed);
    expect(await ledger.pulls.get(mine, 'till')).toEqual({ ...begun, dueAt: LATER, end: failed, failures: 2 });
    await ledger.pulls.end(mine, 'till', { outcome: 'done', code: null, sentence: null, at: LATER, dueAt: LATER });
    expect(await ledger.pulls.get(mine, 'till')).toMatchObject({ doneAt: LATER, failures: 0 });
    expect(await ledger.pulls.list(other)).toEqual([]);
  });

  test('keep the token of a connection, through another look at its account', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    await ledger.pulls.begin(mine, 'till', { id: 'A1' }, NOW);
    expect(await ledger.pulls.token(mine, 'till')).toBeUndefined();
    await ledger.pulls.keepToken(mine, 'till', { refresh: 'r1' });
    await ledger.pulls.begin(mine, 'till', { id: 'A1' }, LATER);
    expect(await ledger.pulls.token(mine, 'till')).toEqual({ refresh: 'r1' });
    expect(await ledger.pulls.token(other, 'till')).toBeUndefined();
  });
});
