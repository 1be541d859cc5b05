import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import {
  LATER,
  ledgerOn,
  NOW,
  ODD_TEXTS,
  onEveryStore,
  temporaryDirectory,
  withTwoShops,
} from '../../testing/stores.js';
import { LEDGER_FILE } from '../sqlite.js';
import type { RefusedInput } from './refused.js';

function aRefusedRow(line: number, change: Partial<RefusedInput> = {}): RefusedInput {
  return {
    source: 'orders.csv',
    place: `line ${line}`,
    reason: 'quantity: is not a number',
    connection: 'till',
    fingerprint: 'of today',
    body: `536365,85123A,many`,
    retry: { format: 'online-retail' },
    ...change,
  };
}

onEveryStore('refused input', (store) => {
  test('is listed by page in the order in which it came', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const rows = [9, 10, 2, 11, 1].map((line) => aRefusedRow(line));
    await ledger.refused.add(mine, rows, NOW);
    const first = await ledger.refused.list(mine, { limit: 3 });
    expect(first).toEqual(
      rows.slice(0, 3).map((row, index) => ({ ...row, number: index + 1, at: NOW, tries: 1, triedAt: NOW })),
    );
    const rest = await ledger.refused.list(mine, { after: first[2]!.number, limit: 3 });
    expect(rest.map(({ place }) => place)).toEqual(['line 11', 'line 1']);
    expect(await ledger.refused.count(mine)).toBe(5);
    expect(await ledger.refused.count(other)).toBe(0);
    expect(await ledger.refused.list(other, { limit: 9 })).toEqual([]);
    expect(await ledger.refused.list(mine, { connection: 'web', limit: 9 })).toEqual([]);
    expect(await ledger.refused.list(mine, { connection: 'till', after: 3, limit: 9 })).toEqual(rest);
    expect(await ledger.refused.get(mine, first[0]?.number ?? 0)).toEqual(first[0]);
    expect(await ledger.refused.get(other, first[0]?.number ?? 0)).toBeUndefined();
  });

  test('is set aside once by file and place, with what was said of it last', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await ledger.refused.add(mine, [aRefusedRow(1), aRefusedRow(2)], NOW);
    const again = aRefusedRow(2, { reason: 'price: is missing', body: 'x', retry: null });
    await ledger.refused.add(mine, [aRefusedRow(2), again, aRefusedRow(3)], LATER);
    const stored = await ledger.refused.list(mine, { limit: 9 });
    expect(stored.map(({ place, at }) => [place, at])).toEqual([
      ['line 1', NOW],
      ['line 2', NOW],
      ['line 3', LATER],
    ]);
    expect(stored[1]).toMatchObject(again);
  });

  test('counts how often it was tried, and says when last', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const rows = [aRefusedRow(1), aRefusedRow(2), aRefusedRow(3)];
    await ledger.refused.add(mine, rows, NOW);
    await ledger.refused.add(other, rows, NOW);
    await ledger.refused.add(mine, [aRefusedRow(2, { reason: 'price: is missing' })], LATER);
    await ledger.refused.tried(mine, [2, 3], LATER);
    const tries = async (shop: typeof mine) =>
      (await ledger.refused.list(shop, { limit: 9 })).map(({ tries, at, triedAt }) => [tries, at, triedAt]);
    expect(await tries(mine)).toEqual([
      [1, NOW, NOW],
      [3, NOW, LATER],
      [2, NOW, LATER],
    ]);
    expect((await tries(other)).map(([count]) => count)).toEqual([1, 1, 1]);
  });

  test('is kept beside that of another file of the same name, and of another connection', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const rows = [
      aRefusedRow(1),
      aRefusedRow(1, { fingerprint: 'of tomorrow', body: 'another' }),
      aRefusedRow(1, { connection: 'web' }),
    ];
    for (const row of [...rows, ...rows]) await ledger.refused.add(mine, [row], NOW);
    await ledger.refused.add(mine, rows, NOW);
    expect(await ledger.refused.list(mine, { limit: 9 })).toMatchObject(rows);
    expect(await ledger.refused.count(mine)).toBe(3);
  });

  test('goes when it is removed, in this shop only', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    await ledger.refused.add(mine, [aRefusedRow(1), aRefusedRow(2)], NOW);
    await ledger.refused.add(other, [aRefusedRow(1)], NOW);
    await ledger.refused.remove(mine, [1]);
    await ledger.refused.remove(mine, []);
    expect((await ledger.refused.list(mine, { limit: 9 })).map(({ number }) => number)).toEqual([2]);
    expect(await ledger.refused.count(other)).toBe(1);
  });

  test('may be a lot', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const rows = Array.from({ length: 2_500 }, (_, line) => aRefusedRow(line));
    await ledger.refused.add(mine, rows, NOW);
    await ledger.refused.add(mine, rows, LATER);
    expect(await ledger.refused.count(mine)).toBe(2_500);
    const stored = await ledger.refused.list(mine, { limit: 9_999 });
    expect(stored.map(({ place }) => place)).toEqual(rows.map(({ place }) => place));
    await ledger.refused.remove(
      mine,
      stored.map(({ number }) => number),
    );
    expect(await ledger.refused.count(mine)).toBe(0);
  });

  test('may say anything', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const texts = [...ODD_TEXTS, 'a\0b'];
    const rows = texts.map((text) =>
      aRefusedRow(1, { source: text, place: text, reason: text, body: text, retry: text }),
    );
    await ledger.refused.add(mine, rows, NOW);
    const readable = (text: string) => text.replace('\0', '\uFFFD');
    expect(await ledger.refused.list(mine, { limit: 99 })).toMatchObject(
      rows.map((row) => ({
        ...row,
        source: readable(row.source),
        place: readable(row.place),
        reason: readable(row.reason),
      })),
    );
  });
});

test('the body of refused input is encrypted in the store', async () => {
  const directory = temporaryDirectory();
  const ledger = await ledgerOn({ name: 'sqlite', place: async () => ({ directory }) });
  const [mine] = await withTwoShops(ledger);
  await ledger.refused.add(mine, [aRefusedRow(1, { body: 'ann@example.com' })], NOW);
  using raw = new DatabaseSync(`${directory}/${LEDGER_FILE}`);
  expect(JSON.stringify(raw.prepare('select * from refused').all())).not.toContain('ann@');
});
