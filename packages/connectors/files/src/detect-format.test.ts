import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fileOf } from '../testing/files.ts';
import { detectFormat } from './index.js';

const SAMPLE = fileURLToPath(new URL('../fixtures/online-retail-sample.csv.gz', import.meta.url));

test.each([
  ['a.csv', 'InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country\n', 'online-retail'],
  ['a.csv', 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n', 'online-retail'],
  ['a.csv', 'master_customer_id,sample_customer_id,date,quantity,dollars\n', 'cdnow'],
  ['a.csv', 'Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price\n', 'shopify-orders'],
  [
    'a.jsonl',
    '{"kind":"deletion","of":"order","externalId":"1","version":{"updatedAt":"2024-01-01T00:00:00Z"}}',
    'clientele',
  ],
  ['a', '{"customer_id":"1","date":"1997-01-01","quantity":1,"dollars":1}\n', 'cdnow'],
])('%s with %s', async (name, text, format) => {
  expect(await detectFormat(await fileOf(name, text))).toEqual({ outcome: 'detected', format });
});

test('a packed file', async () => {
  expect(await detectFormat(SAMPLE)).toEqual({ outcome: 'detected', format: 'online-retail' });
});

test('unknown columns lead to --map', async () => {
  expect(await detectFormat(await fileOf('a.csv', 'a,b\n1,2\n'))).toMatchObject({
    code: 'unknown_format',
    reason: expect.stringContaining('--map'),
  });
});
