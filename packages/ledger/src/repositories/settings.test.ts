import { expect, test } from 'vitest';
import { ledgerOn, ODD_TEXTS, onEveryStore, withTwoShops } from '../../testing/stores.js';

onEveryStore('settings', (store) => {
  test('are JSON by name, in their shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    expect(await ledger.settings.get(mine, 'rfm')).toBeUndefined();
    const value = { grid: [[1, 2], []], text: 'ü\0', none: null, yes: true };
    await ledger.settings.set(mine, 'rfm', 1);
    await ledger.settings.set(mine, 'rfm', value);
    await ledger.settings.set(mine, 'nothing', null);
    expect(await ledger.settings.get(mine, 'rfm')).toEqual(value);
    expect(await ledger.settings.get(mine, 'nothing')).toBeNull();
    expect(await ledger.settings.get(other, 'rfm')).toBeUndefined();
  });

  test('may be called anything', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    for (const text of ODD_TEXTS) await ledger.settings.set(mine, text, text);
    for (const text of ODD_TEXTS) expect(await ledger.settings.get(mine, text)).toBe(text);
  });
});
