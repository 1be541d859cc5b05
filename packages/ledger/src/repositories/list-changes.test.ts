import type { SegmentId } from '@clientele/model';
import { expect, test } from 'vitest';
import { ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';

onEveryStore('changes of lists', (store) => {
  test('count from when they are closed, and those cut short are known until they are forgotten', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const made = await ledger.segments.create(mine, { name: 'VIP', query: '' }, 'ann', NOW);
    if (made.outcome !== 'created') throw new Error(made.message);
    const segment = made.segment.id;
    const draft = { segment, decided: 'added', reason: 'friends of the house', by: 'ann' } as const;
    const changes = ledger.listChanges;
    const first = await changes.open(mine, draft, NOW);
    expect(await changes.unfinished(mine)).toEqual([first]);
    expect((await ledger.segments.find(mine, segment))?.listed).toBe(0);
    await changes.close(mine, first, 3);
    expect((await ledger.segments.find(mine, 'vip'))?.listed).toBe(first);
    const second = await changes.open(mine, { ...draft, decided: 'none' }, NOW);
    expect(second).toBeGreaterThan(first);
    await changes.forget(mine, first);
    await changes.forget(mine, second);
    expect(await changes.unfinished(mine)).toEqual([]);
    expect(await changes.list(mine, [segment])).toEqual([{ number: first, ...draft, at: NOW, people: 3 }]);
    expect(await changes.list(mine, [segment], [second])).toEqual([]);
    expect(await changes.list(other, [segment])).toEqual([]);
    expect(await changes.list(mine, ['seg_none' as SegmentId])).toEqual([]);
  });
});
