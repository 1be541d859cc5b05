import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';
import type { ComplianceDraft } from './compliance-requests.js';

const DRAFT: ComplianceDraft = {
  connection: 'till',
  request: 'r1',
  what: 'erase-person',
  about: { customer: '7' },
  receivedAt: NOW,
  dueAt: LATER,
};

onEveryStore('requests by law', (store) => {
  test('are kept once in each shop, and forget whom they were about when they are done', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    expect(await ledger.complianceRequests.keep(mine, DRAFT)).toBe('kept');
    expect(await ledger.complianceRequests.keep(mine, DRAFT)).toBe('known');
    expect(await ledger.complianceRequests.keep(other, DRAFT)).toBe('kept');
    expect(await ledger.complianceRequests.keep(mine, { ...DRAFT, request: 'r2', what: 'erase-shop' })).toBe('kept');
    const { request: _, ...kept } = DRAFT;
    const [first, second] = await ledger.complianceRequests.list(mine);
    expect(first).toEqual({ ...kept, number: first?.number, doneAt: null, failure: null, found: null });
    expect(second).toMatchObject({ what: 'erase-shop' });

    await ledger.complianceRequests.failed(mine, first?.number ?? 0, 'no');
    expect(await ledger.complianceRequests.list(mine)).toMatchObject([{ failure: 'no', about: kept.about }, second]);
    await ledger.complianceRequests.done(mine, first?.number ?? 0, LATER);
    expect(await ledger.complianceRequests.list(mine)).toMatchObject([
      { doneAt: LATER, failure: null, about: null },
      { doneAt: null },
    ]);
    expect(await ledger.complianceRequests.list(other)).toMatchObject([{ doneAt: null, about: kept.about }]);
  });

  test('remember what they are about in the stores, together with the marks of records that are erased', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    await ledger.complianceRequests.keep(mine, DRAFT);
    const [{ number } = { number: 0 }] = await ledger.complianceRequests.list(mine);
    const record = { connection: 'till', kind: 'customer', externalId: '7' } as const;
    const others = [
      { ...record, connection: 'web' },
      { ...record, kind: 'order' as const },
      { ...record, externalId: '77' },
    ];
    expect([...(await ledger.erasedRecords.among(mine, [record, ...others]))]).toEqual([]);
    await ledger.complianceRequests.found(mine, number, { customers: [7] }, [record]);
    expect(await ledger.complianceRequests.list(mine)).toMatchObject([{ found: { customers: [7] } }]);
    expect([...(await ledger.erasedRecords.among(mine, [record, ...others]))]).toEqual([record]);
    expect([...(await ledger.erasedRecords.among(other, [record]))]).toEqual([]);
    await ledger.complianceRequests.done(mine, number, LATER);
    expect(await ledger.complianceRequests.list(mine)).toMatchObject([{ found: null }]);
    expect([...(await ledger.erasedRecords.among(mine, [record]))]).toEqual([record]);
  });
});
