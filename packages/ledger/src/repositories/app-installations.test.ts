import { expect, test } from 'vitest';
import { aShop, LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';

onEveryStore('installations of apps', (store) => {
  test('give an account one shop for good, which is none that was there before', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const begun = {
      app: 'shopify',
      account: 'mine.example',
      connection: 'shopify',
      scopes: ['a'],
      shop: aShop('mine'),
    };
    const first = await ledger.appInstallations.begin(begun, NOW);
    expect(first).toMatchObject({
      shop: 'mine-2',
      connection: 'shopify',
      scopes: ['a'],
      installedAt: NOW,
      removedAt: null,
    });
    expect(await ledger.shops.get(first.shop)).toMatchObject({ id: 'mine-2' });
    expect(await ledger.appInstallations.find('shopify', 'mine.example')).toEqual(first);
    expect(await ledger.appInstallations.find('other', 'mine.example')).toBeUndefined();
    expect(await ledger.appInstallations.list(mine)).toEqual([]);

    await ledger.appInstallations.remove('shopify', 'mine.example', LATER);
    await ledger.appInstallations.remove('shopify', 'mine.example', NOW);
    expect(await ledger.appInstallations.list(first.shop)).toEqual([{ ...first, removedAt: LATER }]);
    const again = await ledger.appInstallations.begin({ ...begun, scopes: ['b'] }, LATER);
    expect(again).toEqual({ ...first, scopes: ['b'], installedAt: LATER });
    await ledger.appInstallations.grant('shopify', 'mine.example', ['c']);
    expect(await ledger.appInstallations.find('shopify', 'mine.example')).toEqual({ ...again, scopes: ['c'] });
    expect((await ledger.shops.list()).map(({ id }) => id)).toEqual(['mine', 'mine-2', 'other']);
  });

  test('have an id for a shop that is called as long as can be', async () => {
    const ledger = await ledgerOn(store);
    const shop = aShop('x'.repeat(63));
    await ledger.shops.create(shop);
    const begun = { app: 'shopify', account: 'x.example', connection: 'shopify', scopes: [], shop };
    expect((await ledger.appInstallations.begin(begun, NOW)).shop).toBe(`${'x'.repeat(61)}-2`);
  });
});
