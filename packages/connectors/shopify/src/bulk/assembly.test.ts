import { type Json, MemorySpool } from '@clientele/connector-kit';
import { shopifySample } from '@clientele/fakes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gid } from '../gid.js';
import { orderQuestion } from '../questions/order.js';
import { assembledPlainly, written } from './assembly.fixture.js';
import { Assembly } from './assembly.js';
import { readPiece } from './piece.js';

const ORDERS = orderQuestion({ reads: [] });

async function assembled(lines: readonly string[], parts: number, question = ORDERS) {
  const spool = new MemorySpool();
  const assembly = new Assembly(question, spool, parts);
  for (const [at, line] of lines.entries()) await assembly.take([line], at + 1);
  expect(spool.upTo).toBe(lines.length);
  const objects: Json[] = [];
  const orphaned: string[] = [];
  for (let part = 0; part < parts; part += 1) {
    const read = await assembly.part(part);
    objects.push(...read.objects);
    orphaned.push(...read.orphaned);
  }
  return { objects, orphaned };
}

const numberOf = (object: Json) => BigInt(gid.parse(Object(object).id));
const byNumber = (objects: readonly Json[]) => objects.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1));

test('in whatever order lines come, and in however many parts they are put aside, objects are whole', async () => {
  await fc.assert(
    fc.asyncProperty(written, fc.integer({ min: 1, max: 7 }), async (lines, parts) => {
      const { objects, orphaned } = await assembled(lines, parts);
      expect(byNumber(objects)).toEqual(assembledPlainly(lines, ORDERS.lists));
      expect(orphaned).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('what belongs to nobody is told by whose it would be', async () => {
  await fc.assert(
    fc.asyncProperty(written, async (lines) => {
      const [first] = lines.filter((line) => !line.includes('"__parentId":"gid:\\/\\/'));
      const rest = lines.filter((line) => line !== first);
      const id = first === undefined ? undefined : JSON.parse(first).id;
      const hadLines = rest.some((line) => JSON.parse(line).__parentId === id);
      const { objects, orphaned } = await assembled(rest, 3);
      expect(orphaned).toEqual(hadLines ? [id] : []);
      expect(byNumber(objects)).toEqual(assembledPlainly(rest, ORDERS.lists));
    }),
    { numRuns: 30 },
  );
});

test('a file that comes in pieces is cut at its lines only, whether its last one has an end or not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })),
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom('', '\n'),
      (texts, more, end) => {
        const lines = texts.map((text) => JSON.stringify(text));
        const file = Buffer.from(lines.length === 0 ? '' : `${lines.join('\n')}${end}`);
        const longest = Math.max(0, ...lines.map((line) => Buffer.byteLength(line)));
        const read: string[] = [];
        for (let from = 0; from < file.length; ) {
          const piece = file.subarray(from, from + longest + 1 + more);
          const { lines: some, bytes } = readPiece(piece, from + piece.length === file.length);
          read.push(...some);
          from += bytes;
        }
        expect(read).toEqual(lines);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['a piece of one line that goes on', Buffer.from('{"id":'), 'cannot be cut into lines'],
  ['what is no text', Buffer.from([0xff, 10]), 'is no text'],
])('%s is no answer', (_, piece, reason) => {
  expect(() => readPiece(piece, false)).toThrow(reason);
});

test("Shopify's own result is read", async () => {
  const sample = Buffer.from(shopifySample('bulk.products-nested.result.jsonl'));
  const lists = {
    variants: { of: 'ProductVariant', fields: '', first: 1 },
    media: { of: 'MediaImage', fields: '', first: 1 },
    metafields: { of: 'Metafield', fields: '', first: 1 },
  };
  const { objects, orphaned } = await assembled(readPiece(sample, true).lines, 2, { ...ORDERS, lists });
  expect(orphaned).toEqual([]);
  expect(objects).toMatchObject([
    {
      id: 'gid://shopify/Product/10243914727730',
      variants: { nodes: [{ title: 'Default Title' }] },
      media: { nodes: [{ mediaContentType: 'IMAGE' }] },
      metafields: { nodes: [{ namespace: 'custom' }] },
    },
  ]);
});

test.each([
  ['a line that was cut short', '{"id":"gid:\\/\\/shopify\\/Order\\/1","na'],
  ['a line that says nothing of whose it is', '{"title":"A thing"}'],
  ['something that was not asked for', '{"id":"gid://shopify/Metafield/1","__parentId":"gid://shopify/Order/1"}'],
])('%s is no answer', async (_, line) => {
  await expect(assembled([line], 1)).rejects.toThrow(/bulk operation/);
});
