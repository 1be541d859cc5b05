import { expect, test } from 'vitest';
import { ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';

onEveryStore('signing keys', (store) => {
  test('are one for each shop, the same ever after', async () => {
    const place = await store.place();
    const ledger = await ledgerOn(store, place);
    const [mine, other] = await withTwoShops(ledger);
    const first = await Promise.all([1, 2, 3].map(() => ledger.signingKeys.obtain(mine, NOW)));
    expect(first[0]?.secret).toHaveLength(32);
    expect(first[1]).toEqual(first[0]);
    expect(first[2]).toEqual(first[0]);
    expect(await ledger.signingKeys.obtain(other, NOW)).not.toEqual(first[0]);
    const again = await ledgerOn(store, place);
    expect(await again.signingKeys.obtain(mine, NOW)).toEqual(first[0]);
  });
});
