import type { Json } from '@clientele/connector-kit';
import { shopifySample } from '@clientele/fakes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gid } from '../gid.js';
import { orderQuestion } from '../questions/order.js';
import { assembledPlainly, written } from './assembly.fixture.js';
import { Assembly } from './assembly.js';
import { linesOf } from './lines.js';
import { Spool } from './spool.js';

const ORDERS = orderQuestion({ reads: [] });

async function assembled(lines: Iterable<string> | AsyncIterable<string>, parts: number, question = ORDERS) {
  const spool = await Spool.open(parts);
  try {
    const assembly = new Assembly(question, spool);
    for await (const line of lines) await assembly.take(line);
    const objects: Json[] = [];
    const orphaned: string[] = [];
    for (let part = 0; part < parts; part += 1) {
      const read = await assembly.part(part);
      objects.push(...read.objects);
      orphaned.push(...read.orphaned);
    }
    return { objects, orphaned, count: assembly.count };
  } finally {
    await spool.close();
  }
}

const numberOf = (object: Json) => BigInt(gid.parse(Object(object).id));
const byNumber = (objects: readonly Json[]) => objects.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1));

test('in whatever order lines come, and in however many parts they are put aside, objects are whole', async () => {
  await fc.assert(
    fc.asyncProperty(written, fc.integer({ min: 1, max: 7 }), async (lines, parts) => {
      const { objects, orphaned, count } = await assembled(lines, parts);
      expect(byNumber(objects)).toEqual(assembledPlainly(lines, ORDERS.lists));
      expect(orphaned).toEqual([]);
      expect(count).toBe(lines.length);
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

test('a text that comes in pieces is cut at its lines only', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 })),
      fc.integer({ min: 1, max: 9 }),
      async (texts, size) => {
        const lines = texts.map((text) => JSON.stringify(text));
        const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
        async function* pieces() {
          for (let from = 0; from < bytes.length; from += size) yield bytes.slice(from, from + size);
        }
        const read: string[] = [];
        for await (const line of linesOf(pieces())) read.push(line);
        expect(read).toEqual(lines);
      },
    ),
    { numRuns: 60 },
  );
});

test("Shopify's own result is read", async () => {
  const sample = Buffer.from(shopifySample('bulk.products-nested.result.jsonl'));
  const lists = {
    variants: { of: 'ProductVariant', fields: '', first: 1 },
    media: { of: 'MediaImage', fields: '', first: 1 },
    metafields: { of: 'Metafield', fields: '', first: 1 },
  };
  async function* pieces() {
    yield sample;
  }
  const { objects, orphaned } = await assembled(linesOf(pieces()), 2, { ...ORDERS, lists });
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
