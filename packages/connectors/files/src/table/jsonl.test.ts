import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf, refusedOf, rowsOf } from '../../testing/files.ts';
import { readFile } from '../read-file.js';

const PRODUCT = (id: number) =>
  JSON.stringify({
    kind: 'product',
    externalId: `p-${id}`,
    version: { updatedAt: '2024-01-01T00:00:00Z' },
    title: 'Tea',
  });

test('a bad line is refused with what is wrong, the others are taken', async () => {
  const lines = [
    PRODUCT(1),
    '',
    '{"kind":"product"',
    '[1]',
    '{"kind":"product","externalId":"p-2","version":{"updatedAt":"yesterday"},"title":"Tea"}',
    '{"kind":"parcel","externalId":"p-3"}',
    PRODUCT(4),
  ];
  const items = await itemsOf({ path: await fileOf('a.jsonl', `${lines.join('\r\n')}\r\n`), as: 'clientele' });
  expect(refusedOf(items).map(({ place, reason }) => `${place}: ${reason}`)).toMatchInlineSnapshot(`
    [
      "line 3: is not a JSON object: each line must hold one",
      "line 4: is not a JSON object: each line must hold one",
      "line 5: version.updatedAt: is not a date and time with its offset, such as 2024-05-01T09:30:00Z",
      "line 6: kind: Invalid discriminator value. Expected 'customer' | 'order' | 'refund' | 'product' | 'event' | 'consent' | 'deletion'",
    ]
  `);
  expect(recordsOf(items, 'product').map((product) => product.externalId)).toEqual(['p-1', 'p-4']);
  expect(rowsOf(items)).toBe(6);
});

test('an endless line is refused and skipped, a line across blocks is not', async () => {
  const long = JSON.stringify({
    ...JSON.parse(PRODUCT(2)),
    tags: Array.from({ length: 500 }, () => 'x'.repeat(2_000)),
  });
  const text = `${PRODUCT(1)}\n${'x'.repeat(17_000_000)}\n${long}\n`;
  const items = await itemsOf({ path: await fileOf('a.jsonl', text), as: 'clientele' });
  expect(refusedOf(items).map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
    'line 2: the line is longer than 16777216 characters',
  ]);
  expect(refusedOf(items)[0]?.body.length).toBeLessThan(70_000);
  expect(recordsOf(items, 'product').map((product) => product.tags.length)).toEqual([0, 500]);
});

test('objects are rows of a table format', async () => {
  const text = '{"customer_id":"00001","date":"1997-01-01","quantity":1,"dollars":11.77}\n';
  const items = await itemsOf({ path: await fileOf('a.ndjson', text), as: 'cdnow' });
  expect(recordsOf(items, 'order')).toMatchObject([{ customer: '00001', total: '11.77' }]);
});

test('a file that is not JSONL is said to be so', async () => {
  expect(await readFile({ path: await fileOf('a.csv', 'a,b\n1,2\n'), as: 'clientele' })).toMatchObject({
    code: 'wrong_columns',
    reason: expect.stringContaining('is not JSONL'),
  });
});
