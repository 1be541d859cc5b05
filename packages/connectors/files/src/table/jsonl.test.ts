import { orderTotal } from '@clientele/model';
import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf, refusedOf, rowsOf } from '../../testing/files.ts';
import { readMapping } from '../mapping/mapping.js';
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
      "line 5: version.updatedAt: is not a date and time with its offset, such as 2024-05-01T09:30:00Z, in the years 1900 to 2299",
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

test('numbers longer than a float are what is written, others what they are worth', async () => {
  const reading = readMapping({
    rows: 'orders',
    currency: 'IDR',
    columns: { order: 'id', placedAt: 'at', total: 'sum', customer: 'who' },
  });
  if (reading.outcome === 'failed') throw new Error(reading.reason);
  const rows = [
    '{"id":9007199254740992,"at":"2024-05-01","sum":123456789012.345678,"who":12.0}',
    '{"id":9007199254740993,"at":"2024-05-01","sum":0.10,"who":"0.30000000000000004"}',
  ];
  const items = await itemsOf({ path: await fileOf('a.jsonl', rows.join('\n')), as: reading.mapping });
  expect(recordsOf(items, 'order').map((order) => [order.externalId, orderTotal(order), order.customer])).toEqual([
    ['9007199254740992', '123456789012.345678', '12'],
    ['9007199254740993', '0.1', '0.30000000000000004'],
  ]);
});

test('a number that a float holds stays a number', async () => {
  const line = JSON.stringify({
    kind: 'event',
    externalId: 'e-1',
    version: { updatedAt: '2024-05-01T09:00:00Z' },
    name: 'custom',
    customName: 'Measured',
    at: '2024-05-01T09:00:00Z',
    channel: { id: 'app', kind: 'app' },
    properties: { exact: 0.1 + 0.2 },
  });
  const [event] = recordsOf(await itemsOf({ path: await fileOf('a.jsonl', line), as: 'clientele' }), 'event');
  expect(event?.properties).toEqual({ exact: 0.1 + 0.2 });
});
