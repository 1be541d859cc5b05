import { day, type SegmentId, type ShopId } from '@clientele/model';
import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';
import type { Ledger } from '../ledger.js';

async function savedSegment(ledger: Ledger, shop: ShopId): Promise<SegmentId> {
  const result = await ledger.segments.create(shop, { name: 'VIP', query: 'orders > 1' }, 'ann', NOW);
  if (result.outcome !== 'created') throw new Error(result.message);
  return result.segment.id;
}

onEveryStore('membership states', (store) => {
  const evaluated = { evaluatedAt: NOW, cutoffsDay: day('2026-03-01') };

  test('remember the last evaluation while the next one runs or fails', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const segment = await savedSegment(ledger, mine);
    const states = ledger.membershipStates;
    const at = { segment, version: 1 };
    expect(await states.get(mine, segment, 1)).toBeUndefined();
    await states.evaluating(mine, [{ id: segment, version: 1 }]);
    expect(await states.get(mine, segment, 1)).toEqual({ ...at, state: 'evaluating', evaluated: null, cause: null });
    await states.fresh(mine, [{ id: segment, version: 1 }], evaluated);
    expect(await states.get(mine, segment, 1)).toEqual({ ...at, state: 'fresh', evaluated });
    await states.evaluating(mine, [{ id: segment, version: 1 }], 'list');
    await states.evaluating(mine, [{ id: segment, version: 1 }]);
    expect(await states.get(mine, segment, 1)).toEqual({ ...at, state: 'evaluating', evaluated, cause: 'list' });
    await states.fresh(mine, [{ id: segment, version: 1 }], evaluated);
    await states.evaluating(mine, [{ id: segment, version: 1 }]);
    expect(await states.get(mine, segment, 1)).toMatchObject({ cause: null });
    await states.failed(mine, [{ id: segment, version: 1 }], 'the warehouse is away');
    const failed = { ...at, state: 'failed', evaluated, error: 'the warehouse is away' };
    expect(await states.list(mine)).toEqual([failed]);
    expect(await states.list(other)).toEqual([]);
    expect(await states.get(other, segment, 1)).toBeUndefined();
  });

  test('are listed for the versions in use', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const segment = await savedSegment(ledger, mine);
    await ledger.membershipStates.fresh(mine, [{ id: segment, version: 1 }], evaluated);
    await ledger.segments.revise(mine, segment, { query: 'orders > 9' }, 'ann', NOW);
    expect(await ledger.membershipStates.list(mine)).toEqual([]);
    await ledger.membershipStates.evaluating(mine, [{ id: segment, version: 2 }]);
    expect(await ledger.membershipStates.list(mine)).toMatchObject([{ version: 2, evaluated: null }]);
    await ledger.segments.delete(mine, [segment], NOW);
    expect(await ledger.membershipStates.list(mine)).toEqual([]);
  });

  test('keep since when each version is evaluated', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const segment = await savedSegment(ledger, mine);
    const states = ledger.membershipStates;
    await states.evaluating(mine, [{ id: segment, version: 1 }]);
    expect(await states.since(mine, segment)).toEqual([]);
    await states.fresh(mine, [{ id: segment, version: 1 }], evaluated);
    await states.fresh(mine, [{ id: segment, version: 1 }], { ...evaluated, evaluatedAt: LATER });
    await ledger.segments.revise(mine, segment, { query: 'orders > 9' }, 'ann', NOW);
    await states.fresh(mine, [{ id: segment, version: 2 }], { ...evaluated, evaluatedAt: LATER });
    expect(await states.since(mine, segment)).toEqual([
      { version: 1, since: NOW },
      { version: 2, since: LATER },
    ]);
    expect(await states.since(other, segment)).toEqual([]);
    expect(await states.firstSince(mine, [segment])).toEqual(new Map([[segment, NOW]]));
    expect(await states.firstSince(other, [segment])).toEqual(new Map());
  });

  test('forget the last evaluation where it says nothing any more', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const segment = await savedSegment(ledger, mine);
    await ledger.membershipStates.fresh(mine, [{ id: segment, version: 1 }], evaluated);
    await ledger.membershipStates.evaluatingAnew(mine, [{ id: segment, version: 1 }]);
    expect(await ledger.membershipStates.list(mine)).toMatchObject([{ state: 'evaluating', evaluated: null }]);
    expect(await ledger.membershipStates.since(mine, segment)).toEqual([{ version: 1, since: NOW }]);
  });

  test('of a deleted segment are kept until they are forgotten', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const segment = await savedSegment(ledger, mine);
    await ledger.membershipStates.fresh(mine, [{ id: segment, version: 1 }], evaluated);
    await ledger.segments.revise(mine, segment, { query: 'orders > 9' }, 'ann', NOW);
    await ledger.membershipStates.evaluating(mine, [{ id: segment, version: 2 }]);
    expect(await ledger.membershipStates.deletedSegments(mine)).toEqual([]);
    await ledger.segments.delete(mine, [segment], NOW);
    expect(await ledger.membershipStates.deletedSegments(mine)).toEqual([segment]);
    expect(await ledger.membershipStates.deletedSegments(other)).toEqual([]);
    await ledger.membershipStates.forget(mine, [segment]);
    expect(await ledger.membershipStates.deletedSegments(mine)).toEqual([]);
  });

  test('belong to a version of a segment of the shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const segment = await savedSegment(ledger, mine);
    await expect(ledger.membershipStates.evaluating(other, [{ id: segment, version: 1 }])).rejects.toThrow(
      /no version 1/,
    );
    await expect(ledger.membershipStates.evaluating(mine, [{ id: segment, version: 2 }])).rejects.toThrow(
      /no version 2/,
    );
    await expect(ledger.membershipStates.evaluating(mine, [{ id: 'seg_x' as SegmentId, version: 1 }])).rejects.toThrow(
      /no version/,
    );
  });
});
