import { decimal } from '@clientele/model';
import { expect, test } from 'vitest';
import { ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';

onEveryStore('hold-outs', (store) => {
  test('keep the salt and every share, and each shop draws its own', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    expect(await ledger.holdOuts.list(mine)).toEqual([]);
    const set = { by: 'ann', reason: 'to measure' };
    const first = await ledger.holdOuts.set(mine, { percent: decimal('5'), ...set }, NOW);
    const second = await ledger.holdOuts.set(mine, { percent: decimal('12.5'), ...set }, NOW);
    expect(await ledger.holdOuts.list(mine)).toEqual([second, first]);
    expect(second).toEqual({ number: 2, salt: first.salt, percent: '12.5', ...set, at: NOW });
    const theirs = await ledger.holdOuts.set(other, { percent: decimal('5'), ...set }, NOW);
    expect(theirs).toMatchObject({ number: 1 });
    expect(theirs.salt).not.toBe(first.salt);
  });
});
