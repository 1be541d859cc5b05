import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ledgerOn, onEveryStore, onPostgres, withTwoShops } from '../../testing/stores.js';

onEveryStore('counters', (store) => {
  test('hand out dense numbers from 1, in each shop and under each name', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    expect(await ledger.counters.reserve(mine, 'customer', 3)).toBe(1);
    expect(await ledger.counters.reserve(mine, 'customer', 1)).toBe(4);
    expect(await ledger.counters.reserve(mine, 'customer', 1_000_000)).toBe(5);
    expect(await ledger.counters.reserve(mine, 'customer', 1)).toBe(1_000_005);
    expect(await ledger.counters.reserve(mine, 'profile', 1)).toBe(1);
    expect(await ledger.counters.reserve(other, 'customer', 1)).toBe(1);
  });

  test('count beyond 32 bits', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await ledger.counters.reserve(mine, 'customer', 2 ** 32);
    expect(await ledger.counters.reserve(mine, 'customer', 1)).toBe(2 ** 32 + 1);
  });

  test('never hand a number out twice, however many ask at once', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }), async (counts) => {
        const before = await ledger.counters.reserve(mine, 'profile', 1);
        const firsts = await Promise.all(counts.map((count) => ledger.counters.reserve(mine, 'profile', count)));
        expectDense(firsts, counts, before + 1);
      }),
      { numRuns: 20 },
    );
  });

  test.each([0, -1, 1.5, Number.NaN])('refuse to reserve %d numbers', async (count) => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await expect(ledger.counters.reserve(mine, 'profile', count)).rejects.toThrow(RangeError);
  });
});

onPostgres('counters of two processes', (store) => {
  test('never hand a number out twice', async () => {
    const place = await store.place();
    const ledgers = [await ledgerOn(store, place), await ledgerOn(store, place)];
    const [mine] = await withTwoShops(await ledgerOn(store, place));
    const counts = Array.from({ length: 100 }, (_, index) => (index % 7) + 1);
    const firsts = await Promise.all(
      counts.map((count, index) => ledgers[index % 2]!.counters.reserve(mine, 'customer', count)),
    );
    expectDense(firsts, counts, 1);
  });
});

/** The ranges touch one another without gap or overlap. */
function expectDense(firsts: readonly number[], counts: readonly number[], start: number): void {
  const numbers = firsts.flatMap((first, index) => Array.from({ length: counts[index] ?? 0 }, (_, n) => first + n));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from(numbers, (_, n) => start + n));
}
