import { instant } from '@clientele/model';
import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';

onEveryStore('backfills', (store) => {
  test('go on where they were, each in its shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const created = await ledger.segments.create(mine, { name: 'VIP', query: 'orders > 1' }, 'ann', NOW);
    if (created.outcome !== 'created') throw new Error(created.message);
    const { id } = created.segment;
    const from = instant('2025-03-01T00:00:00Z');
    expect(await ledger.backfills.get(mine, id)).toBeUndefined();
    await ledger.backfills.begin(mine, id, from, NOW);
    await ledger.backfills.stored(mine, id, 50_000);
    await ledger.backfills.begin(mine, id, NOW, LATER);
    await ledger.backfills.stored(other, id, 7);
    const begun = { segment: id, from, until: NOW, through: 50_000, finishedAt: null, error: null };
    expect(await ledger.backfills.get(mine, id)).toEqual(begun);
    expect(await ledger.backfills.get(other, id)).toBeUndefined();
    await ledger.backfills.finish(mine, id, LATER, 'the query takes too long');
    expect(await ledger.backfills.list(mine)).toEqual([
      { ...begun, finishedAt: LATER, error: 'the query takes too long' },
    ]);
    await ledger.backfills.begin(mine, id, NOW, LATER);
    expect(await ledger.backfills.get(mine, id)).toEqual(begun);
  });
});
