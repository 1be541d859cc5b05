import { day, shopId } from '@clientele/model';
import { expect, test } from 'vitest';
import { aShop, ledgerOn, ODD_TEXTS, onEveryStore } from '../../testing/stores.js';

onEveryStore('shops', (store) => {
  test('are kept as they were created', async () => {
    const { shops } = await ledgerOn(store);
    const demo = aShop('demo', { clock: day('2011-12-10'), generated: true });
    expect(await shops.create(demo)).toEqual({ outcome: 'created', shop: demo });
    await shops.create(aShop('another'));
    expect(await shops.get(demo.id)).toEqual(demo);
    expect(await shops.list()).toEqual([aShop('another'), demo]);
    expect(await shops.get(shopId('missing'))).toBeUndefined();
  });

  test('are created once: the second time answers the first', async () => {
    const { shops } = await ledgerOn(store);
    await shops.create(aShop('demo', { currency: 'GBP' }));
    const again = await shops.create(aShop('demo', { currency: 'EUR' }));
    expect(again).toEqual({ outcome: 'exists', shop: aShop('demo', { currency: 'GBP' }) });
    expect(await shops.list()).toHaveLength(1);
  });

  test('have a clock of their own', async () => {
    const { shops } = await ledgerOn(store);
    await shops.create(aShop('demo', { clock: day('2011-12-10') }));
    await shops.create(aShop('other'));
    expect((await shops.get(shopId('demo')))?.clock).toBe('2011-12-10');
    expect((await shops.get(shopId('other')))?.clock).toBeNull();
  });

  test('can be given another name, each its own', async () => {
    const { shops } = await ledgerOn(store);
    await shops.create(aShop('demo'));
    await shops.create(aShop('other', { name: 'Other' }));
    await shops.rename(shopId('demo'), 'Tea & Co');
    expect((await shops.list()).map(({ name }) => name)).toEqual(['Tea & Co', 'Other']);
  });

  test('may be named with any text', async () => {
    const { shops } = await ledgerOn(store);
    for (const [index, name] of ODD_TEXTS.entries()) {
      await shops.create(aShop(`shop-${index}`, { name }));
      expect((await shops.get(shopId(`shop-${index}`)))?.name).toBe(name);
    }
  });

  test('refuse a NUL character', async () => {
    const { shops } = await ledgerOn(store);
    await expect(shops.create(aShop('demo', { name: 'a\0b' }))).rejects.toMatchObject({ code: 'ledger.nul-in-text' });
    await expect(shops.get('a\0b' as ReturnType<typeof shopId>)).rejects.toMatchObject({ code: 'ledger.nul-in-text' });
  });
});
