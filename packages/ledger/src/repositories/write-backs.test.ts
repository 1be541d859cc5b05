import type { ShopId } from '@clientele/model';
import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';
import type { Ledger } from '../ledger.js';
import type { WholeSegment, WrittenCustomer } from './write-backs.js';

onEveryStore('write-backs', (store) => {
  test('are kept by place: one segment each, the same one again is the one that there is', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const [vip, new_] = [await aSegment(ledger, mine, 'vip'), await aSegment(ledger, mine, 'new')];
    const draft = {
      segment: vip,
      connection: 'till',
      what: 'tag',
      name: 'vip',
      withoutHoldOut: false,
      by: 'me',
    } as const;
    const made = await ledger.writeBacks.create(mine, draft, NOW);
    expect(made).toMatchObject({ outcome: 'created', writeBack: { ...draft, number: 1, dueAt: NOW, end: null } });
    await ledger.writeBacks.takeBack(mine, 1, LATER);
    expect(await ledger.writeBacks.get(mine, 1)).toMatchObject({ isTakenBack: true, dueAt: LATER });
    const again = await ledger.writeBacks.create(mine, { ...draft, withoutHoldOut: true }, NOW);
    expect(again).toMatchObject({
      outcome: 'exists',
      writeBack: { number: 1, isTakenBack: false, withoutHoldOut: true },
    });
    const taken = await ledger.writeBacks.create(mine, { ...draft, segment: new_ }, NOW);
    expect(taken).toMatchObject({ outcome: 'taken', writeBack: { segment: vip } });
    expect(await ledger.writeBacks.list(mine)).toEqual([await ledger.writeBacks.get(mine, 1)]);
    expect(await ledger.writeBacks.list(other)).toEqual([]);
    expect(await ledger.writeBacks.get(other, 1)).toBeUndefined();
    await expect(ledger.writeBacks.create(mine, { ...draft, connection: 'nobody' }, NOW)).rejects.toThrow();
  });

  test('remember how runs ended, and to whom they wrote', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const segment = await aSegment(ledger, mine, 'vip');
    const draft = { segment, connection: 'till', what: 'tag', name: 'vip', withoutHoldOut: false, by: 'me' } as const;
    const { writeBack } = await ledger.writeBacks.create(mine, draft, NOW);
    const { number } = writeBack;
    const end = { outcome: 'failed', sentence: 'no answer', at: NOW, dueAt: LATER, checked: true } as const;
    await ledger.writeBacks.end(mine, number, end);
    await ledger.writeBacks.end(mine, number, end);
    expect(await ledger.writeBacks.get(mine, number)).toMatchObject({ failures: 2, doneAt: null, checkedAt: null });
    await ledger.writeBacks.end(mine, number, { ...end, outcome: 'done', sentence: null });
    const done = { failures: 0, doneAt: NOW, checkedAt: NOW, dueAt: LATER };
    expect(await ledger.writeBacks.get(mine, number)).toMatchObject(done);
    const ann: WrittenCustomer = { customer: 'ann', state: 'adding', restored: 0 };
    await ledger.writeBacks.keep(mine, number, ann);
    await ledger.writeBacks.keep(mine, number, { ...ann, state: 'there', restored: 1 });
    await ledger.writeBacks.keep(mine, number, { ...ann, customer: "o'neil; --" });
    await expect(ledger.writeBacks.keep(other, number, ann)).rejects.toThrow();
    expect(await ledger.writeBacks.customers(mine, number)).toEqual([
      { customer: 'ann', state: 'there', restored: 1 },
      { customer: "o'neil; --", state: 'adding', restored: 0 },
    ]);
    expect(await ledger.writeBacks.counts(mine, number)).toEqual({
      adding: 1,
      there: 1,
      removing: 0,
      theirs: 0,
      gone: 0,
    });
    await ledger.writeBacks.drop(other, number, 'ann');
    await ledger.writeBacks.drop(mine, number, 'ann');
    expect(await ledger.writeBacks.customers(mine, number)).toMatchObject([{ customer: "o'neil; --" }]);
    expect(await ledger.writeBacks.customers(mine, number, "o'neil; --")).toEqual([]);
    await ledger.writeBacks.forget(mine, number);
    expect(await ledger.writeBacks.list(mine)).toEqual([]);
  });

  test('remember what stands where a platform keeps a segment by its query', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const segment = await aSegment(ledger, mine, 'vip');
    const draft = { segment, connection: 'till', what: 'segment', name: 'vip' } as const;
    const { writeBack } = await ledger.writeBacks.create(mine, { ...draft, withoutHoldOut: false, by: 'me' }, NOW);
    const { number } = writeBack;
    expect(await ledger.writeBacks.whole(mine, number)).toBeUndefined();
    const making: WholeSegment = { state: 'making', id: null, query: "a = 'b'; --", stands: null, restored: 0 };
    await ledger.writeBacks.keepWhole(mine, number, making);
    expect(await ledger.writeBacks.whole(mine, number)).toEqual(making);
    const there: WholeSegment = { state: 'there', id: '7', query: 'a = 2', stands: 'a=2', restored: 1 };
    await ledger.writeBacks.keepWhole(mine, number, there);
    expect(await ledger.writeBacks.whole(mine, number)).toEqual(there);
    expect(await ledger.writeBacks.whole(other, number)).toBeUndefined();
    await expect(ledger.writeBacks.keepWhole(other, number, there)).rejects.toThrow();
    await ledger.writeBacks.forget(mine, number);
    expect(await ledger.writeBacks.whole(mine, number)).toBeUndefined();
  });
});

async function aSegment(ledger: Ledger, shop: ShopId, name: string) {
  const made = await ledger.segments.create(shop, { name, query: 'number_of_orders > 1' }, 'me', NOW);
  if (made.outcome !== 'created') throw new Error(made.outcome);
  return made.segment.id;
}
