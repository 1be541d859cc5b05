import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KEY, ledgerOn, NOW, onEveryStore, temporaryDirectory, withTwoShops } from '../../testing/stores.js';
import { openLedger } from '../ledger.js';
import type { PulledPage } from './pulled-pages.js';

const FROM = { fingerprint: 'pulled', source: 'till' };
const EMPTY: PulledPage = {
  stream: 'orders',
  items: [],
  refused: [],
  accepted: { ...FROM, places: [] },
  known: [],
  seen: [],
  sweep: 1,
};
const REFUSED = {
  ...FROM,
  connection: 'till',
  place: 'orders 7',
  reason: 'it has no total',
  body: '{"id":7,"email":"ann@home.test"}',
  retry: { as: 'pulled' },
};

onEveryStore('pulled pages', (store) => {
  test('wait for the warehouse in their order, in each shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (const item of ['"a"', '"b"', '"c"'])
      await ledger.pulledPages.keep(mine, 'till', { ...EMPTY, items: [item] }, NOW);
    await ledger.pulledPages.keep(other, 'till', { ...EMPTY, items: ['"other"'] }, NOW);
    const two = await ledger.pulledPages.waiting(mine, 'till', 2);
    expect(two.map(({ items }) => items)).toEqual([['a'], ['b']]);
    await ledger.pulledPages.carried(mine, 'till', two.at(-1)?.number ?? 0);
    expect((await ledger.pulledPages.waiting(mine, 'till', 9)).map(({ items }) => items)).toEqual([['c']]);
    expect((await ledger.pulledPages.waiting(other, 'till', 9)).map(({ items }) => items)).toEqual([['other']]);
  });

  test('set objects aside that cannot be read, until one says that they can', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await ledger.pulledPages.keep(mine, 'till', { ...EMPTY, refused: [REFUSED] }, NOW);
    expect(await ledger.refused.list(mine, { limit: 9 })).toMatchObject([REFUSED]);
    expect(await ledger.refused.countByConnection(mine)).toEqual(new Map([['till', 1]]));
    await ledger.pulledPages.keep(
      mine,
      'till',
      { ...EMPTY, accepted: { ...FROM, places: ['orders 6', 'orders 7'] } },
      NOW,
    );
    expect(await ledger.refused.count(mine)).toBe(0);
  });

  test('are kept whole or not at all', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const known = { stream: 'orders', object: '7', kind: 'order', externalId: '7', digest: 'd' } as const;
    const version = { updatedAt: NOW, tiebreak: 0 };
    const page = { ...EMPTY, items: ['"a"'], known: [{ ...known, said: version, given: version }], seen: ['7'] };
    await expect(ledger.pulledPages.keep(mine, 'nobody', { ...page, state: 1 }, NOW)).rejects.toThrow();
    expect(await ledger.pulledPages.known(mine, 'nobody', 'orders', ['7'])).toEqual([]);
    expect(await ledger.pulledPages.waiting(mine, 'nobody', 9)).toEqual([]);
    await ledger.pulledPages.keep(mine, 'till', { ...page, state: 1 }, NOW);
    expect(await ledger.pulledPages.counts(mine, 'till')).toEqual(new Map([['orders', 1]]));
    expect(await ledger.pulledPages.states(mine, 'till')).toEqual(new Map([['orders', 1]]));
  });
});

test('what waits is not readable in the file', async () => {
  const directory = temporaryDirectory();
  const ledger = await openLedger({ directory }, { key: KEY });
  const [mine] = await withTwoShops(ledger);
  await ledger.pulledPages.keep(
    mine,
    'till',
    { ...EMPTY, items: ['{"email":"ann@home.test"}'], refused: [REFUSED] },
    NOW,
  );
  await ledger.close();
  expect(readFileSync(join(directory, 'ledger.sqlite')).includes('ann@home.test')).toBe(false);
});
