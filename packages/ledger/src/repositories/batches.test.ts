import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, onPostgres, withTwoShops } from '../../testing/stores.js';

const progress = {
  connection: 'till',
  fingerprint: 'abc',
  acknowledged: 500,
  accepted: 490,
  unchanged: 7,
  refused: 3,
};

onEveryStore('batches', (store) => {
  test('are pending once they are written, until they are derived', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    expect(await ledger.batches.derivedThrough(mine)).toBe(0);
    expect(await ledger.batches.open(mine, 'till', NOW)).toBe(1);
    expect(await ledger.batches.open(mine, 'till', LATER)).toBe(2);
    expect(await ledger.batches.open(other, 'till', NOW)).toBe(1);
    expect(await ledger.batches.unfinished(mine)).toEqual([
      { id: 1, connection: 'till', openedAt: NOW },
      { id: 2, connection: 'till', openedAt: LATER },
    ]);
    expect(await ledger.batches.pending(mine)).toEqual([]);

    expect(await ledger.batches.written(mine, 1, LATER)).toBe('written');
    expect(await ledger.batches.written(mine, 2, LATER)).toBe('written');
    expect(await ledger.batches.unfinished(mine)).toEqual([]);
    expect(await ledger.batches.pending(mine)).toEqual([1, 2]);
    expect(await ledger.batches.pending(other)).toEqual([]);

    await ledger.batches.derived(mine, 1);
    expect(await ledger.batches.pending(mine)).toEqual([2]);
    await ledger.batches.derived(mine, 2);
    expect(await ledger.batches.pending(mine)).toEqual([]);
    expect(await ledger.batches.derivedThrough(mine)).toBe(2);
    expect(await ledger.batches.derivedThrough(other)).toBe(0);
  });

  test('tell since when the oldest of them waits', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (const openedAt of [NOW, LATER]) await ledger.batches.open(mine, 'till', openedAt);
    expect(await ledger.batches.waitingSince(mine)).toBe(NOW);
    await ledger.batches.written(mine, 1, LATER);
    expect(await ledger.batches.waitingSince(mine)).toBe(NOW);
    await ledger.batches.derived(mine, 1);
    expect(await ledger.batches.waitingSince(mine)).toBe(LATER);
    expect(await ledger.batches.waitingSince(other)).toBeUndefined();
  });

  test('wait for an earlier one that is still open', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    for (let id = 1; id <= 3; id++) await ledger.batches.open(mine, 'till', NOW);
    await ledger.batches.written(mine, 1, NOW);
    await ledger.batches.written(mine, 3, NOW);
    expect(await ledger.batches.pending(mine)).toEqual([1]);
    await expect(ledger.batches.derived(mine, 3)).rejects.toThrow(/not written/);
    await ledger.batches.written(mine, 2, NOW);
    expect(await ledger.batches.pending(mine)).toEqual([1, 2, 3]);
  });

  test('never move the watermark back, nor past what was opened', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (let id = 1; id <= 2; id++)
      await ledger.batches.written(mine, await ledger.batches.open(mine, 'till', NOW), NOW);
    await ledger.batches.derived(mine, 2);
    await ledger.batches.derived(mine, 1);
    expect(await ledger.batches.derivedThrough(mine)).toBe(2);
    await expect(ledger.batches.derived(mine, 3)).rejects.toThrow(/not written/);
    await expect(ledger.batches.derived(other, 1)).rejects.toThrow(/not written/);
    expect(await ledger.batches.open(mine, 'till', NOW)).toBe(3);
  });

  test('carry the progress of their import, once', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const batch = await ledger.batches.open(mine, 'till', NOW);
    expect(await ledger.batches.written(mine, batch, NOW, progress)).toBe('written');
    expect(await ledger.batches.written(mine, batch, NOW, { ...progress, acknowledged: 9 })).toBe('already-written');
    expect(await ledger.imports.get(mine, 'till', 'abc')).toEqual({ ...progress, finishedAt: null });
    expect(await ledger.imports.get(other, 'till', 'abc')).toBeUndefined();
  });

  test('are not written when their progress cannot be stored', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const batch = await ledger.batches.open(mine, 'till', NOW);
    await expect(ledger.batches.written(mine, batch, NOW, { ...progress, connection: 'nowhere' })).rejects.toThrow();
    expect(await ledger.batches.unfinished(mine)).toHaveLength(1);
  });

  test('are known by connection, the newest of each', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const first = await ledger.batches.open(mine, 'till', NOW);
    await ledger.batches.written(mine, first, LATER);
    expect(await ledger.batches.newest(mine)).toEqual(new Map([['till', { id: first, writtenAt: LATER }]]));
    const second = await ledger.batches.open(mine, 'till', NOW);
    expect(await ledger.batches.newest(mine)).toEqual(new Map([['till', { id: second, writtenAt: null }]]));
    expect(await ledger.batches.newest(other)).toEqual(new Map());
  });

  test('must have been opened, by this shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const batch = await ledger.batches.open(mine, 'till', NOW);
    await expect(ledger.batches.written(other, batch, NOW)).rejects.toThrow(/never opened/);
    expect(await ledger.batches.unfinished(mine)).toHaveLength(1);
  });
});

onPostgres('batches of two processes', (store) => {
  test('come in one order', async () => {
    const place = await store.place();
    const ledgers = [await ledgerOn(store, place), await ledgerOn(store, place)];
    const [mine] = await withTwoShops(await ledgerOn(store, place));
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, n) => ledgers[n % 2]!.batches.open(mine, 'till', NOW)),
    );
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });
});
