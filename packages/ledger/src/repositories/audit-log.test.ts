import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';

onEveryStore('the audit log', (store) => {
  test('is read by page, newest first, in its shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (const subject of ['a', 'b', 'c']) {
      await ledger.auditLog.append(
        mine,
        { who: 'cli', what: 'segment.created', subject, ...(subject === 'a' && { detail: 'why' }) },
        NOW,
      );
    }
    await ledger.auditLog.append(other, { who: 'cli', what: 'segment.deleted', subject: 'z' }, LATER);
    const page = await ledger.auditLog.list(mine, { limit: 2 });
    expect(page.map(({ subject }) => subject)).toEqual(['c', 'b']);
    expect(await ledger.auditLog.list(mine, { before: page[1]!.number, limit: 2 })).toEqual([
      { number: 1, at: NOW, who: 'cli', what: 'segment.created', subject: 'a', detail: 'why' },
    ]);
    expect(await ledger.auditLog.list(other, { limit: 9 })).toMatchObject([
      { number: 1, subject: 'z', at: LATER, detail: null },
    ]);
  });
});
