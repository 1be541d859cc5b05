import { deepStrictEqual } from 'node:assert';
import { instant } from '@clientele/model';
import type { Item } from '../item.js';
import type { Keep, KeptPage, Known } from './keep.js';

/** A keep to be tried, and how to open what is durable of it anew, as after a crash. */
export interface KeepToTry {
  readonly keep: Keep;
  reopen(): Promise<Keep>;
}

export interface KeepCase {
  readonly says: string;
  /** Throws where it is not so. */
  run(toTry: KeepToTry): Promise<void>;
}

const AT = instant('2026-05-04T10:00:00Z');

/** What every keep must do, for the tests of whoever writes one. Each case wants a keep that is empty. */
export const KEEP_CASES: readonly KeepCase[] = [
  {
    says: 'the state of a stream is that of its last page that had one',
    async run({ keep }) {
      deepStrictEqual(await keep.state('orders'), undefined);
      await keep.page(page({ state: { at: 1 } }));
      await keep.page(page({ state: { at: 2, rest: [null, 'é'] } }));
      await keep.page(page({ stream: 'customers', state: 'other' }));
      await keep.page(page({}));
      deepStrictEqual(await keep.state('orders'), { at: 2, rest: [null, 'é'] });
    },
  },
  {
    says: 'what is known of an object is asked for by stream, and is the last that was said',
    async run({ keep }) {
      const guest = known('1', { kind: 'customer', externalId: 'guest-of-1' });
      await keep.page(page({ known: [known('1'), guest, known('2')] }));
      const changed = known('1', { digest: 'other', given: { updatedAt: AT, tiebreak: 7 } });
      await keep.page(page({ known: [changed] }));
      await keep.page(page({ stream: 'carts', known: [known('1', { stream: 'carts', digest: 'cart' })] }));
      deepStrictEqual(sorted(await keep.known('orders', ['1', '3'])), sorted([changed, guest]));
      deepStrictEqual(await keep.known('orders', []), []);
    },
  },
  {
    says: 'missing is what was last seen before a sweep and is not gone, a page at a time',
    async run({ keep }) {
      const ids = ['1', '2', '3', '4', '5'];
      await keep.page(page({ known: ids.map((id) => known(id)), seen: ids, sweep: 1 }));
      await keep.page(page({ known: [known('4', { gone: 'deleted' })] }));
      await keep.page(page({ seen: ['2'], sweep: 2 }));
      await keep.page(page({ stream: 'carts', known: [known('9', { stream: 'carts' })], seen: ['9'], sweep: 1 }));
      const first = await keep.missing('orders', 2, '', 2);
      const rest = await keep.missing('orders', 2, first.at(-1) ?? '', 9);
      deepStrictEqual([...first, ...rest].sort(), ['1', '3', '5']);
      deepStrictEqual([first.length, await keep.missing('orders', 1, '', 9)], [2, []]);
    },
  },
  {
    says: 'what was seen in a sweep or after it is told of each stream, whether it is there or not',
    async run({ keep }) {
      await keep.page(page({ known: [known('1'), known('2')], seen: ['1', '2'], sweep: 1 }));
      await keep.page(page({ known: [known('2', { gone: 'deleted' })], seen: ['2', '3'], sweep: 2 }));
      await keep.page(page({ stream: 'carts', seen: ['1'], sweep: 2 }));
      deepStrictEqual([...(await keep.seen('orders', 2, ['1', '2', '3', '4']))].sort(), ['2', '3']);
      deepStrictEqual([...(await keep.seen('orders', 1, ['1', '2', '4']))].sort(), ['1', '2']);
      deepStrictEqual(await keep.seen('orders', 1, []), []);
    },
  },
  {
    says: 'what is refused and no longer met is missing as well, until it waits no more',
    async run({ keep }) {
      const items = ['1', 'without id (x)'].map((id) => refused(id));
      await keep.page(page({ items, seen: ['1', 'without id (x)'], sweep: 1 }));
      deepStrictEqual([...(await keep.missing('orders', 2, '', 9))].sort(), ['1', 'without id (x)']);
      await keep.page(page({ resolved: ['without id (x)'], seen: ['1'], sweep: 2 }));
      deepStrictEqual(await keep.missing('orders', 2, '', 9), []);
      deepStrictEqual(await keep.missing('orders', 3, '', 9), ['1']);
    },
  },
  {
    says: 'what is settled is there after a crash, and no page is there in part',
    async run({ keep, reopen }) {
      await keep.page(page({ known: [known('1')], seen: ['1'], sweep: 1, state: { at: 1 } }));
      await keep.settled();
      await keep.page(page({ known: [known('2')], seen: ['2'], sweep: 1, state: { at: 2 } }));
      const left = await reopen();
      const isThere = (await left.known('orders', ['2'])).length === 1;
      deepStrictEqual(await left.state('orders'), { at: isThere ? 2 : 1 });
      deepStrictEqual((await left.missing('orders', 2, '', 9)).length, isThere ? 2 : 1);
      deepStrictEqual(await left.known('orders', ['1']), [known('1')]);
    },
  },
  {
    says: 'the token is kept at once',
    async run({ keep, reopen }) {
      deepStrictEqual(await keep.token(), undefined);
      await keep.keepToken({ refresh: 'r1' });
      await keep.keepToken({ refresh: 'r2' });
      deepStrictEqual(await (await reopen()).token(), { refresh: 'r2' });
    },
  },
];

function page(more: Partial<KeptPage>): KeptPage {
  return { stream: 'orders', items: [], known: [], seen: [], resolved: [], sweep: 1, ...more };
}

function known(object: string, more: Partial<Known> = {}): Known {
  const version = { updatedAt: AT, tiebreak: 0 };
  const kind = 'order' as const;
  return { stream: 'orders', object, kind, externalId: object, said: version, given: version, digest: 'd', ...more };
}

function refused(object: string): Item {
  return { outcome: 'refused', place: `orders ${object}`, reason: 'it has no total', body: '{}', rows: 1 };
}

function sorted(some: readonly Known[]): Known[] {
  return [...some].sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
}
