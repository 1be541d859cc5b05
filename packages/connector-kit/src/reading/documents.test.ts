import { type Instant, instant } from '@clientele/model';
import { expect, test } from 'vitest';
import type { Context } from '../connector.js';
import { MemorySpool } from '../run/memory-spool.js';
import { DocumentChanged, type DocumentsCursor, documents, type ListedDocument } from './documents.js';

const NOON = Date.parse('2026-05-04T12:00:00Z');

interface Written extends ListedDocument {
  readonly lines: readonly string[];
}

function written(name: string, minute: number, ...lines: readonly string[]): Written {
  const changedAt = instant(new Date(NOON + minute * 60_000).toISOString());
  return { name, changedAt, tag: lines.join('|'), lines };
}

/** A folder whose documents are lines, and what was read of it: each line is asked for. */
function aFolder(...begin: readonly Written[]) {
  let there = begin;
  let reader = 'as of now';
  const begun: string[] = [];
  const since: (Instant | undefined)[] = [];
  const walk = documents<{ readonly isPartial: boolean }, Written>({
    pageSize: 2,
    async list(_context, from) {
      since.push(from);
      return [...there];
    },
    async *read(document, { ask }) {
      begun.push(document.name);
      for (const line of document.lines) {
        if (!there.includes(document)) throw new DocumentChanged();
        await ask({ url: `folder:${line}` });
        yield line === 'broken' ? { object: line, partial: true } : { object: line };
      }
    },
    reader: () => reader,
    isPartial: ({ isPartial }) => isPartial,
  });
  const settings = { isPartial: false };
  const asked: string[] = [];
  let isOpen = false;
  const context = (own = settings): Context<typeof settings> => ({
    settings: own,
    now: instant('2026-05-05T00:00:00Z'),
    spool: async () => new MemorySpool(),
    async ask({ url }) {
      expect(isOpen).toBe(true);
      asked.push(url);
      return { status: 200, headers: new Headers(), body: null };
    },
  });
  return {
    begun,
    asked,
    since,
    becomes: (...now: readonly Written[]) => {
      there = now;
    },
    isReadBy: (other: string) => {
      reader = other;
    },
    start: (last?: DocumentsCursor) => walk.start(last, settings),
    /** With `own` settings, as another process that has nothing in its hands. */
    async page(cursor: DocumentsCursor, own?: typeof settings) {
      isOpen = true;
      const page = await walk.pull(cursor, context(own));
      isOpen = false;
      if (page === 'expired') throw new Error('expired');
      return page;
    },
    pull: (cursor: DocumentsCursor) => walk.pull(cursor, context()),
    async round(cursor: DocumentsCursor) {
      const objects: unknown[] = [];
      let [next, isDone, isPartial] = [cursor, false, false];
      while (!isDone) {
        const page = await this.page(next);
        objects.push(...page.objects);
        next = page.next;
        isDone = page.done;
        isPartial ||= page.partial === true;
      }
      return { objects, next, isPartial };
    },
  };
}

test('all documents are read, oldest first; then those that are new or not what they were', async () => {
  const folder = aFolder(written('b', 2, 'b1', 'b2', 'b3'), written('a', 1, 'a1'));
  const first = await folder.round(folder.start());
  expect(first).toMatchObject({ objects: ['a1', 'b1', 'b2', 'b3'], isPartial: false });
  expect(await folder.round(folder.start(first.next))).toMatchObject({ objects: [] });
  // One that came later with a time of long ago is new all the same.
  folder.becomes(written('b', 2, 'b1', 'b2', 'b4'), written('a', 1, 'a1'), written('old', -9, 'c1'));
  const later = await folder.round(folder.start(first.next));
  expect(later).toMatchObject({ objects: ['c1', 'b1', 'b2', 'b4'] });
  expect(folder.since).toEqual([undefined, written('b', 2).changedAt, written('b', 2).changedAt]);
});

test('a reading is gone on with page by page, and by another process from its beginning, passing over what came', async () => {
  const folder = aFolder(written('a', 1, 'a1', 'a2', 'a3', 'a4', 'a5'));
  const first = await folder.page(folder.start());
  const second = await folder.page(first.next);
  expect([first.objects, second.objects, folder.begun]).toEqual([['a1', 'a2'], ['a3', 'a4'], ['a']]);
  const other = await folder.page(second.next, { isPartial: false });
  expect([other.objects, folder.begun]).toEqual([['a5'], ['a', 'a']]);
  // From an older cursor, which is all that a crash may leave.
  expect((await folder.page(first.next)).objects).toEqual(['a3', 'a4']);
});

test('a document that changes while it is read comes as what it is now, and nothing is gone for that', async () => {
  const folder = aFolder(written('a', 1, 'a1', 'a2', 'a3'));
  const first = await folder.page(folder.start());
  folder.becomes(written('a', 2, 'a1', 'x2', 'x3'));
  const rest = await folder.round(first.next);
  expect(rest).toMatchObject({ objects: [], isPartial: true });
  expect(await folder.round(folder.start(rest.next))).toMatchObject({ objects: ['a1', 'x2', 'x3'], isPartial: false });
  // By another process, which finds another document there.
  const again = await folder.page(folder.start());
  folder.becomes(written('a', 3, 'y1'));
  expect(await folder.page(again.next, { isPartial: false })).toMatchObject({ objects: ['y1'], partial: true });
});

test('what cannot be told is said, and a part is not everything', async () => {
  const folder = aFolder(written('a', 1, 'a1', 'broken'));
  expect(await folder.round(folder.start())).toMatchObject({ isPartial: true });
  expect(await folder.page(folder.start(), { isPartial: true })).toMatchObject({
    objects: ['a1', 'broken'],
    partial: true,
  });
});

test('read in another way, all are read anew', async () => {
  const folder = aFolder(written('a', 1, 'a1', 'a2', 'a3'));
  const { next } = await folder.page(folder.start());
  folder.isReadBy('a later release');
  expect(await folder.pull(next)).toBe('expired');
  expect(await folder.round(folder.start(next))).toMatchObject({ objects: ['a1', 'a2', 'a3'] });
});

test('of many documents the newest are remembered, and the others told by their time', async () => {
  const many = Array.from({ length: 600 }, (_, index) => written(`n${index}`, index, `l${index}`));
  const folder = aFolder(...many);
  const { next } = await folder.round(folder.start());
  expect(JSON.stringify(next).length).toBeLessThan(40_000);
  folder.becomes(...many, written('new', 700, 'new'), written('late', 300, 'late'));
  expect(await folder.round(folder.start(next))).toMatchObject({ objects: ['late', 'new'] });
});
