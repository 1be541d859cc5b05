import type { ShopId } from '@clientele/model';
import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, ODD_TEXTS, onEveryStore, onPostgres, withTwoShops } from '../../testing/stores.js';
import type { Ledger } from '../ledger.js';
import type { Segment } from './segments.js';

const vip = { name: 'VIP', query: 'amount_spent > 1000', description: 'The best' };

async function created(ledger: Ledger, shop: ShopId, name: string, query = 'orders > 1'): Promise<Segment> {
  const result = await ledger.segments.create(shop, { name, query }, 'ann', NOW);
  if (result.outcome !== 'created') throw new Error(result.message);
  return result.segment;
}

onEveryStore('segments', (store) => {
  test('are found by id and by handle, in their shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const result = await ledger.segments.create(mine, vip, 'ann', NOW);
    expect(result).toMatchObject({
      outcome: 'created',
      segment: { ...vip, handle: 'vip', version: 1, createdAt: NOW, savedAt: NOW, savedBy: 'ann' },
    });
    const segment = await ledger.segments.find(mine, 'vip');
    expect(result).toMatchObject({ segment });
    expect(await ledger.segments.find(mine, segment!.id)).toEqual(segment);
    expect(await ledger.segments.list(mine)).toEqual([segment]);

    expect(await ledger.segments.find(other, 'vip')).toBeUndefined();
    expect(await ledger.segments.find(other, segment!.id)).toBeUndefined();
    expect(await ledger.segments.list(other)).toEqual([]);
    expect(await ledger.segments.versions(other, [segment!.id])).toEqual(new Map());
    const change = { query: 'orders > 2' };
    expect(await ledger.segments.revise(other, segment!.id, change, 'eve', NOW)).toMatchObject({
      code: 'segment.not-found',
    });
    expect(await ledger.segments.delete(other, [segment!.id], NOW)).toMatchObject({ code: 'segment.not-found' });
    expect(await ledger.segments.find(mine, 'vip')).toEqual(segment);
  });

  test('get another handle where theirs is taken', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const names = ['Café Fans', 'cafe fans', 'CAFÉ-FANS!', '常客', '!!!', '???'];
    const handles = [];
    for (const name of names) handles.push((await created(ledger, mine, name)).handle);
    expect(handles).toEqual(['cafe-fans', 'cafe-fans-2', 'cafe-fans-3', '常客', 'segment', 'segment-2']);
    expect((await created(ledger, other, 'cafe fans')).handle).toBe('cafe-fans');
    expect((await created(ledger, mine, 'x'.repeat(300))).handle).toHaveLength(60);
  });

  test('get the handle that they are given, where no other has it', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const draft = { name: 'The best', handle: 'vip', query: 'orders > 1' };
    expect(await ledger.segments.create(mine, draft, 'ann', NOW)).toMatchObject({ segment: { handle: 'vip' } });
    const again = await ledger.segments.create(mine, { ...draft, name: 'Others' }, 'ann', NOW);
    expect(again).toMatchObject({ outcome: 'refused', code: 'segment.handle-taken' });
    expect((await created(ledger, mine, 'VIP')).handle).toBe('vip-2');
  });

  test('have a name of their own in the shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const first = await created(ledger, mine, 'VIP');
    const second = await created(ledger, mine, 'Second');
    expect(await ledger.segments.create(mine, vip, 'ann', NOW)).toMatchObject({
      outcome: 'refused',
      code: 'segment.name-taken',
      segment: first,
    });
    expect(await ledger.segments.revise(mine, 'second', { name: 'VIP' }, 'ann', NOW)).toMatchObject({
      code: 'segment.name-taken',
    });
    expect(await ledger.segments.list(mine)).toEqual([second, first]);
  });

  test('have a new version when their query changes, and only then', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const first = await created(ledger, mine, 'VIP', 'orders > 1');
    const renamed = await ledger.segments.revise(mine, 'vip', { name: 'Best', description: 'd' }, 'bob', LATER);
    expect(renamed).toEqual({ outcome: 'saved', segment: { ...first, name: 'Best', description: 'd' } });
    const same = await ledger.segments.revise(mine, 'vip', { query: 'orders > 1' }, 'bob', LATER);
    expect(same.outcome).toBe('unchanged');
    const revised = await ledger.segments.revise(mine, first.id, { query: 'orders > 2' }, 'bob', LATER);
    const second = { ...first, name: 'Best', description: 'd', version: 2, query: 'orders > 2' };
    expect(revised).toEqual({ outcome: 'saved', segment: { ...second, savedAt: LATER, savedBy: 'bob' } });
    expect(await ledger.segments.find(mine, 'vip')).toEqual({ ...second, savedAt: LATER, savedBy: 'bob' });
    const another = await created(ledger, mine, 'Another', 'orders > 3');
    expect(await ledger.segments.versions(mine, [first.id, another.id])).toEqual(
      new Map([
        [
          first.id,
          [
            { version: 2, query: 'orders > 2', createdAt: LATER, createdBy: 'bob' },
            { version: 1, query: 'orders > 1', createdAt: NOW, createdBy: 'ann' },
          ],
        ],
        [another.id, [{ version: 1, query: 'orders > 3', createdAt: NOW, createdBy: 'ann' }]],
      ]),
    );
  });

  test('are not overwritten by who has not seen the last version', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await created(ledger, mine, 'VIP');
    await ledger.segments.revise(mine, 'vip', { query: 'orders > 2', expectedVersion: 1 }, 'bob', NOW);
    const late = await ledger.segments.revise(mine, 'vip', { query: 'orders > 3', expectedVersion: 1 }, 'eve', NOW);
    expect(late).toMatchObject({ code: 'segment.changed-meanwhile', segment: { query: 'orders > 2', version: 2 } });
    expect((await ledger.segments.find(mine, 'vip'))?.query).toBe('orders > 2');
  });

  test('are not saved, changed or deleted where whoever knows all of them says no', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const vip = await created(ledger, mine, 'VIP');
    await created(ledger, mine, 'Others', 'orders > 2');
    await created(ledger, other, 'Theirs');
    const known: string[][] = [];
    const no = { outcome: 'refused', code: 'no', message: 'no' } as const;
    const refuse = (asked: Segment | readonly Segment[], all: readonly Segment[]) => {
      known.push([...[asked].flat().map(({ name }) => name), ...all.map(({ name }) => name).sort()]);
      return no;
    };
    expect(await ledger.segments.delete(mine, [vip.id], LATER, refuse)).toEqual(no);
    expect(await ledger.segments.create(mine, { name: 'New', query: 'x' }, 'ann', NOW, refuse)).toEqual(no);
    expect(await ledger.segments.revise(mine, 'vip', { name: 'Gold', query: 'x' }, 'ann', NOW, refuse)).toEqual(no);
    expect(known).toEqual(['VIP', 'New', 'Gold'].map((asked) => [asked, 'Others', 'VIP']));
    expect(await ledger.segments.list(mine)).toMatchObject([{ name: 'Others' }, vip]);
    expect((await ledger.segments.versions(mine, [vip.id])).get(vip.id)).toHaveLength(1);
  });

  test('free their name and handle when deleted, and keep their versions', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const old = await created(ledger, mine, 'VIP');
    const gold = await created(ledger, mine, 'Gold');
    const both = ['vip', gold.id, old.id];
    expect(await ledger.segments.delete(mine, [...both, 'others'], LATER)).toMatchObject({ code: 'segment.not-found' });
    expect(await ledger.segments.list(mine)).toEqual([gold, old]);
    expect(await ledger.segments.delete(mine, both, LATER)).toEqual({ outcome: 'deleted', segments: [old, gold] });
    expect(await ledger.segments.delete(mine, ['vip'], LATER)).toMatchObject({ code: 'segment.not-found' });
    expect(await ledger.segments.find(mine, old.id)).toBeUndefined();
    expect(await ledger.segments.list(mine)).toEqual([]);
    expect((await ledger.segments.versions(mine, [old.id])).get(old.id)).toHaveLength(1);
    const next = await created(ledger, mine, 'VIP');
    expect(next.handle).toBe('vip');
    expect(next.id).not.toBe(old.id);
  });

  test('named like the id of another do not stand in its way', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const first = await created(ledger, mine, 'VIP');
    await created(ledger, mine, first.id);
    expect((await ledger.segments.find(mine, first.id))?.name).toBe('VIP');
  });

  test('may be named, asked and described with any text', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    for (const text of ODD_TEXTS) {
      const result = await ledger.segments.create(mine, { name: text, query: text, description: text }, text, NOW);
      if (result.outcome !== 'created') throw new Error(result.message);
      const { segment } = result;
      expect(segment).toMatchObject({ name: text, query: text, description: text, savedBy: text });
      expect(await ledger.segments.find(mine, segment.id)).toEqual(segment);
      expect(await ledger.segments.find(mine, segment.handle)).toEqual(segment);
      expect(await ledger.segments.find(mine, text)).toEqual(segment.handle === text ? segment : undefined);
    }
  });
});

onPostgres('segments saved by two processes', (store) => {
  test('get one handle each, and one version after the other', async () => {
    const place = await store.place();
    const ledgers = [await ledgerOn(store, place), await ledgerOn(store, place)];
    const [mine] = await withTwoShops(ledgers[0]!);
    const names = Array.from({ length: 20 }, (_, n) => `A${' '.repeat(n)}b`);
    const segments = await Promise.all(names.map((name, n) => created(ledgers[n % 2]!, mine, name)));
    expect(new Set(segments.map(({ handle }) => handle)).size).toBe(20);
    const revised = await Promise.all(
      names.map((_, n) =>
        ledgers[n % 2]!.segments.revise(mine, 'a-b', { query: `orders > ${n}`, expectedVersion: 1 }, 'ann', NOW),
      ),
    );
    expect(revised.filter(({ outcome }) => outcome === 'saved')).toHaveLength(1);
  });
});
