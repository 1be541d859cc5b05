import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KEY, ledgerOn, NOW, onEveryStore, temporaryDirectory, withTwoShops } from '../../testing/stores.js';
import { openDatabase } from '../database.js';
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

/** A generator of numbers from 0 up to 1, the same each time. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

onEveryStore('the objects of a stream', (store) => {
  test('are as many as counting says, whatever comes and goes', async () => {
    const place = await store.place();
    const ledger = await ledgerOn(store, place);
    const [mine, other] = await withTwoShops(ledger);
    const db = await openDatabase(place);
    onTestFinished(() => db.destroy());
    const random = randomly(7);
    const one = (among: number) => Math.floor(random() * among);
    for (let page = 0; page < 40; page += 1) {
      const shop = one(2) === 0 ? mine : other;
      const stream = one(2) === 0 ? 'orders' : 'customers';
      const known = Array.from({ length: one(5) }, () => {
        const object = String(one(9));
        const version = { updatedAt: NOW, tiebreak: page };
        const kind = one(4) === 0 ? ('customer' as const) : ('order' as const);
        const gone = one(3) === 0 ? { gone: 'deleted' as const } : {};
        return { stream, object, kind, externalId: object, said: version, given: version, digest: 'd', ...gone };
      });
      const seen = [String(one(9))];
      // Half of the pages are lost in a crash: the last thing that each does cannot be done.
      const state = one(2) === 0 ? { page } : (1n as never);
      await ledger.pulledPages.keep(shop, 'till', { ...EMPTY, stream, known, seen, state }, NOW).catch(() => {});
      const counted = await db
        .selectFrom('pulledObjects')
        .select(({ fn }) => ['stream', fn.countAll<number>().as('objects')])
        .where('shop', '=', shop)
        .where('isThere', '=', 1)
        .groupBy('stream')
        .execute();
      const counts = [...(await ledger.pulledPages.counts(shop, 'till'))].filter(([, objects]) => objects !== 0);
      expect(new Map(counts)).toEqual(new Map(counted.map(({ stream, objects }) => [stream, objects])));
    }
    expect((await ledger.pulledPages.counts(mine, 'till')).size).toBe(2);
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
