import type { ProfileId } from '@clientele/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, ODD_TEXTS, onEveryStore, onPostgres, withTwoShops } from '../../testing/stores.js';

const id = (text: string) => text as ProfileId;
const way = (from: string, into: string) => ({ from: id(from), into: id(into) });

onEveryStore('profile redirects', (store) => {
  test('lead to the end of the chain, in their shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    await ledger.profileRedirects.add(mine, [way('a', 'b'), way('x', 'y')], NOW);
    await ledger.profileRedirects.add(mine, [way('b', 'c')], NOW);
    await ledger.profileRedirects.add(mine, [way('c', 'd')], NOW);
    const ids = ['a', 'b', 'c', 'd', 'x', 'unknown', 'a'].map(id);
    const expected = { a: 'd', b: 'd', c: 'd', d: 'd', x: 'y', unknown: 'unknown' };
    expect(Object.fromEntries(ends(await ledger.profileRedirects.resolve(mine, ids)))).toEqual(expected);
    expect((await ledger.profileRedirects.resolve(other, [id('a')])).get(id('a'))?.at(-1)).toBe('a');
    expect((await ledger.profileRedirects.resolve(mine, [])).size).toBe(0);
    await ledger.profileRedirects.add(mine, [way('e', 'c')], NOW);
    expect((await ledger.profileRedirects.partsOf(mine, id('d'))).toSorted()).toEqual(['a', 'b', 'c', 'e']);
    expect(await ledger.profileRedirects.partsOf(other, id('d'))).toEqual([]);
  });

  test('may be added again, and take a new target', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await ledger.profileRedirects.add(mine, [way('a', 'b')], NOW);
    expect(await ledger.profileRedirects.add(mine, [way('a', 'b')], LATER)).toEqual({ outcome: 'added' });
    expect(await ledger.profileRedirects.add(mine, [way('a', 'c')], LATER)).toEqual({ outcome: 'added' });
    expect((await ledger.profileRedirects.resolve(mine, [id('a')])).get(id('a'))?.at(-1)).toBe('c');
    expect(await ledger.profileRedirects.add(mine, [], NOW)).toEqual({ outcome: 'added' });
  });

  test.each([
    [[way('a', 'a')]],
    [[way('n', 'a'), way('c', 'a')]],
    [[way('c', 'd'), way('d', 'b')]],
    [[way('p', 'q'), way('q', 'p')]],
  ])('that would go in a circle are refused together: %j', async (redirects) => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await ledger.profileRedirects.add(mine, [way('a', 'b'), way('b', 'c')], NOW);
    expect(await ledger.profileRedirects.add(mine, redirects, NOW)).toMatchObject({
      outcome: 'refused',
      code: 'redirect.circle',
    });
    const resolved = await ledger.profileRedirects.resolve(mine, ['a', 'n', 'c', 'd', 'p', 'q'].map(id));
    expect(Object.fromEntries(ends(resolved))).toEqual({ a: 'c', n: 'n', c: 'c', d: 'd', p: 'p', q: 'q' });
  });

  test('always lead somewhere, whatever was added', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const plain = new Map<string, string>();
    const name = fc.constantFrom(...'abcdefgh');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, name), { maxLength: 3 }), async (pairs) => {
        const wanted = new Map([...plain, ...pairs]);
        const sound = [...wanted.keys()].every((start) => endOf(start, wanted) !== undefined);
        const { outcome } = await ledger.profileRedirects.add(
          mine,
          pairs.map(([from, into]) => way(from, into)),
          NOW,
        );
        expect(outcome).toBe(sound ? 'added' : 'refused');
        if (sound) for (const [from, into] of pairs) plain.set(from, into);
        const resolved = await ledger.profileRedirects.resolve(mine, [...'abcdefgh'].map(id));
        for (const [from, end] of ends(resolved)) expect(end).toBe(endOf(from, plain));
      }),
      { numRuns: 60 },
    );
  });

  test('can be taken back, in their shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (const shop of [mine, other]) await ledger.profileRedirects.add(shop, [way('a', 'b'), way('b', 'c')], NOW);
    await ledger.profileRedirects.remove(mine, [id('b'), id('unknown')]);
    expect((await ledger.profileRedirects.resolve(mine, [id('a')])).get(id('a'))?.at(-1)).toBe('b');
    expect((await ledger.profileRedirects.resolve(other, [id('a')])).get(id('a'))?.at(-1)).toBe('c');
    expect(await ledger.profileRedirects.add(mine, [way('b', 'a')], NOW)).toMatchObject({ outcome: 'refused' });
    await ledger.profileRedirects.remove(mine, [id('a')]);
    expect(await ledger.profileRedirects.add(mine, [way('b', 'a')], NOW)).toEqual({ outcome: 'added' });
    await ledger.profileRedirects.remove(mine, []);
  });

  test('may be from any text', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await ledger.profileRedirects.add(
      mine,
      ODD_TEXTS.map((text) => way(text, `${text}!`)),
      NOW,
    );
    const resolved = await ledger.profileRedirects.resolve(mine, ODD_TEXTS.map(id));
    for (const text of ODD_TEXTS) expect(resolved.get(id(text))).toEqual([text, `${text}!`]);
  });

  test('may be many', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const many = Array.from({ length: 12_000 }, (_, n) => way(`old${n}`, `new${n}`));
    await ledger.profileRedirects.add(mine, many, NOW);
    const resolved = await ledger.profileRedirects.resolve(
      mine,
      many.map(({ from }) => from),
    );
    expect([...ends(resolved).values()]).toEqual(many.map(({ into }) => into));
  });
});

onPostgres('profile redirects of two processes', (store) => {
  test('never make a circle between them', async () => {
    const place = await store.place();
    const ledgers = [await ledgerOn(store, place), await ledgerOn(store, place)];
    const [mine] = await withTwoShops(ledgers[0]!);
    const pairs = Array.from({ length: 20 }, (_, n) => [way(`a${n}`, `b${n}`), way(`b${n}`, `a${n}`)]).flat();
    const outcomes = await Promise.all(pairs.map((pair, n) => ledgers[n % 2]!.profileRedirects.add(mine, [pair], NOW)));
    expect(outcomes.filter(({ outcome }) => outcome === 'added')).toHaveLength(20);
  });
});

/** By the start of each way, its end. */
function ends(ways: ReadonlyMap<string, readonly string[]>): Map<string, string | undefined> {
  return new Map([...ways].map(([from, way]) => [from, way.at(-1)]));
}

/** Where following the ways ends; undefined in a circle. */
function endOf(start: string, ways: ReadonlyMap<string, string>): string | undefined {
  let end: string = start;
  for (let steps = 0; steps <= ways.size; steps++) {
    const next = ways.get(end);
    if (next === undefined) return end;
    end = next;
  }
  return undefined;
}
