import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  KEY,
  LATER,
  ledgerOn,
  NOW,
  ODD_TEXTS,
  onEveryStore,
  temporaryDirectory,
  withTwoShops,
} from '../../testing/stores.js';
import { openLedger } from '../ledger.js';

const TILL = { connection: 'till', receivedAt: NOW };

onEveryStore('the inbox', (store) => {
  test('keeps deliveries in their order until they are taken, in each shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (const id of ['a', 'b', 'c']) {
      expect(await ledger.inbox.append({ ...TILL, shop: mine, id, heard: { id } })).toBe('kept');
    }
    await ledger.inbox.append({ ...TILL, shop: other, id: 'a', heard: 'theirs' });
    const two = await ledger.inbox.waiting(mine, 'till', { limit: 2 });
    expect(two.map(({ heard }) => heard)).toEqual([{ id: 'a' }, { id: 'b' }]);
    const numbers = two.map(({ number }) => number);
    await ledger.inbox.taken(mine, 'till', numbers, LATER);
    expect(await ledger.inbox.waiting(mine, 'till', { limit: 9 })).toMatchObject([
      { heard: { id: 'c' }, receivedAt: NOW },
    ]);
    expect(await ledger.inbox.waiting(other, 'till', { limit: 9 })).toMatchObject([{ heard: 'theirs' }]);
    expect(await ledger.inbox.states(mine)).toEqual(new Map([['till', { waiting: 1, since: NOW }]]));
  });

  test('gives no more at once than is asked for, by number and size, but one however large', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    for (const [id, length] of Object.entries({ a: 10, b: 50_000, c: 10, d: 10 })) {
      await ledger.inbox.append({ ...TILL, shop: mine, id, heard: 'x'.repeat(length) });
    }
    const lengths = async (limit: number, bytes: number, after?: number) =>
      (await ledger.inbox.waiting(mine, 'till', { limit, bytes, ...(after !== undefined && { after }) })).map(
        ({ heard }) => String(heard).length,
      );
    const [first] = await ledger.inbox.waiting(mine, 'till', { limit: 1 });
    expect(await lengths(9, 1_000)).toEqual([10]);
    expect(await lengths(9, 1_000, first?.number)).toEqual([50_000]);
    expect(await lengths(9, 1_000_000)).toEqual([10, 50_000, 10, 10]);
    expect(await lengths(2, 1_000_000)).toEqual([10, 50_000]);
  });

  test('knows when something last came, waiting or taken', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    expect(await ledger.inbox.lastHeardAt(mine, 'till')).toBeUndefined();
    await ledger.inbox.append({ ...TILL, shop: mine, id: 'a', heard: 1 });
    const [first] = await ledger.inbox.waiting(mine, 'till', { limit: 1 });
    await ledger.inbox.taken(mine, 'till', [first?.number ?? 0], LATER);
    expect(await ledger.inbox.lastHeardAt(mine, 'till')).toBe(NOW);
    await ledger.inbox.append({ ...TILL, receivedAt: LATER, shop: mine, id: 'b', heard: 2 });
    expect(await ledger.inbox.lastHeardAt(mine, 'till')).toBe(LATER);
    expect(await ledger.inbox.lastHeardAt(other, 'till')).toBeUndefined();
  });

  test('keeps a delivery once, also after it was taken, until it is forgotten', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const one = { ...TILL, shop: mine, id: 'a', heard: 1 };
    expect(await ledger.inbox.append(one)).toBe('kept');
    expect(await ledger.inbox.append({ ...one, heard: 2 })).toBe('known');
    const [waiting] = await ledger.inbox.waiting(mine, 'till', { limit: 9 });
    expect(waiting?.heard).toBe(1);
    await ledger.inbox.taken(mine, 'till', [waiting?.number ?? 0], NOW);
    expect(await ledger.inbox.append(one)).toBe('known');
    await ledger.inbox.forget(mine, 'till', NOW);
    expect(await ledger.inbox.append(one)).toBe('known');
    await ledger.inbox.forget(mine, 'till', LATER);
    expect(await ledger.inbox.append(one)).toBe('kept');
  });

  test('keeps what comes at once together, doubles among it and shops apart', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const ids = Array.from({ length: 2_500 }, (_, index) => `d${index % 2_000}`);
    const outcomes = await Promise.all([
      ...ids.map((id) => ledger.inbox.append({ ...TILL, shop: mine, id, heard: id })),
      ledger.inbox.append({ ...TILL, shop: other, id: 'd1', heard: 'theirs' }),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(2_001);
    const heard = (await ledger.inbox.waiting(mine, 'till', { limit: 9_999 })).map((one) => one.heard);
    expect(heard).toEqual(ids.slice(0, 2_000));
  });

  test('takes any id, and says who failed where one cannot be kept', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    for (const id of [...ODD_TEXTS, 'nul \0', '']) {
      expect(await ledger.inbox.append({ ...TILL, shop: mine, id, heard: id })).toBe('kept');
    }
    await expect(
      ledger.inbox.append({ ...TILL, connection: 'nobody', shop: mine, id: 'a', heard: 1 }),
    ).rejects.toThrow();
    expect(await ledger.inbox.append({ ...TILL, shop: mine, id: 'after', heard: 1 })).toBe('kept');
  });
});

test('what was heard, and under which id, is not readable in the file', async () => {
  const directory = temporaryDirectory();
  const ledger = await openLedger({ directory }, { key: KEY });
  const [mine] = await withTwoShops(ledger);
  await ledger.inbox.append({ ...TILL, shop: mine, id: 'id-of-ann', heard: { email: 'ann@home.test' } });
  await ledger.close();
  const file = readFileSync(join(directory, 'ledger.sqlite'));
  for (const text of ['ann@home.test', 'id-of-ann']) expect(file.includes(text)).toBe(false);
});
