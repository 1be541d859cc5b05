import { day } from '@clientele/model';
import { expect, test } from 'vitest';
import { ledgerOn, ODD_TEXTS, onEveryStore, onPostgres, withTwoShops } from '../../testing/stores.js';

const TODAY = day('2026-03-01');
const spent = { trait: 'amount_spent', kind: 'quintiles' };

onEveryStore('cut-offs', (store) => {
  test('are frozen by who comes first, for a day, a trait and a kind', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const values = ['10.5', '20', '30', '99999999999999.999999'];
    expect(await ledger.cutoffs.freeze(mine, TODAY, spent, values)).toEqual(values);
    expect(await ledger.cutoffs.freeze(mine, TODAY, spent, ['1'])).toEqual(values);
    await ledger.cutoffs.freeze(mine, TODAY, { ...spent, kind: 'top 10%' }, []);
    await ledger.cutoffs.freeze(mine, day('2026-03-02'), spent, ['2']);
    await ledger.cutoffs.freeze(other, TODAY, spent, ['3']);
    expect(await ledger.cutoffs.list(mine, TODAY)).toEqual([
      { ...spent, values },
      { ...spent, kind: 'top 10%', values: [] },
    ]);
    expect(await ledger.cutoffs.list(other, TODAY)).toEqual([{ ...spent, values: ['3'] }]);
  });

  test('may be called anything', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    for (const text of ODD_TEXTS) await ledger.cutoffs.freeze(mine, TODAY, { trait: text, kind: text }, [text]);
    const frozen = await ledger.cutoffs.list(mine, TODAY);
    expect(frozen).toHaveLength(ODD_TEXTS.length);
    for (const text of ODD_TEXTS) expect(frozen).toContainEqual({ trait: text, kind: text, values: [text] });
  });
});

onPostgres('cut-offs frozen by two processes', (store) => {
  test('are the same for both', async () => {
    const place = await store.place();
    const ledgers = [await ledgerOn(store, place), await ledgerOn(store, place)];
    const [mine] = await withTwoShops(ledgers[0]!);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => ledgers[n % 2]!.cutoffs.freeze(mine, TODAY, spent, [String(n)])),
    );
    expect(new Set(answers.map((values) => values[0])).size).toBe(1);
    expect(await ledgers[1]!.cutoffs.list(mine, TODAY)).toEqual([{ ...spent, values: answers[0] }]);
  });
});
