import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';
import type { ImportProgress } from './imports.js';

const progress: ImportProgress = {
  connection: 'till',
  fingerprint: 'abc',
  acknowledged: 500,
  accepted: 490,
  unchanged: 7,
  refused: 3,
};

onEveryStore('imports', (store) => {
  test('finish with their final figures, and start anew when they are written to again', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await ledger.batches.written(mine, await ledger.batches.open(mine, 'till', NOW), NOW, progress);
    const final = { ...progress, acknowledged: 700, refused: 203 };
    await ledger.imports.finish(mine, final, LATER);
    expect(await ledger.imports.get(mine, 'till', 'abc')).toEqual({ ...final, finishedAt: LATER });
    await ledger.batches.written(mine, await ledger.batches.open(mine, 'till', NOW), NOW, progress);
    expect(await ledger.imports.get(mine, 'till', 'abc')).toEqual({ ...progress, finishedAt: null });
  });

  test('of an empty file finish too', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const nothing = { ...progress, acknowledged: 0, accepted: 0, unchanged: 0, refused: 0 };
    await ledger.imports.finish(mine, nothing, NOW);
    expect(await ledger.imports.get(mine, 'till', 'abc')).toEqual({ ...nothing, finishedAt: NOW });
  });
});
