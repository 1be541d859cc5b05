import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf, refusedOf, rowsOf } from '../testing/files.ts';
import { FORMATS, fingerprint, readFile } from './index.js';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
const line = (index: number) => `${index},22423,CAKESTAND,1,2010-12-01 08:26:00,9.99,17850,France\n`;

/** A deterministic stream of bytes in which no pattern can be found. */
function noise(length: number): Buffer {
  let state = 12345;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 16) & 0xff;
    }),
  );
}

test.each<[string, string, string | Uint8Array, string, RegExp]>([
  ['an empty file', 'a.csv', '', 'empty', /is empty/],
  ['blanks', 'a.csv', ' \n\n ', 'empty', /nothing but blanks/],
  ['an empty gzip', 'a.csv.gz', gzipSync(''), 'empty', /nothing but blanks/],
  ['a gzip cut in its beginning', 'a.csv.gz', gzipSync(HEADER).subarray(0, 15), 'broken', /cannot be unpacked/],
  ['bytes', 'a.csv', noise(100_000), 'not_text', /not a text file|not UTF-8/],
  ['bytes called JSONL', 'a.jsonl', noise(100_000), 'not_text', /not a text file|not UTF-8/],
  ['UTF-16', 'a.csv', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), 'not_text', /UTF-16/],
  ['a spreadsheet', 'a.xlsx', Buffer.from('PK\u0003\u0004 the rest of a zip'), 'unsupported', /save the sheet as CSV/],
  ['Parquet cut short', 'a.parquet', Buffer.from('PAR1 and nothing else'), 'broken', /not a whole Parquet file/],
  ['a line without end', 'a.csv', 'x'.repeat(3_000_000), 'wrong_columns', /first line does not end/],
  ['another delimiter', 'a.csv', HEADER.replaceAll(',', '~'), 'wrong_columns', /no column 'InvoiceNo'/],
  ['no header', 'a.csv', line(1), 'wrong_columns', /no column 'InvoiceNo'; its columns are '/],
  ['a misspelt header', 'a.csv', HEADER.replace('UnitPrice', 'UnitPrise'), 'wrong_columns', /nearest is 'UnitPrise'/],
])('%s is refused as a whole, with the reason', async (_name, file, content, code, reason) => {
  const reading = await readFile({ path: await fileOf(file, content), as: 'online-retail' });
  expect(reading).toMatchObject({ outcome: 'failed', code, reason: expect.stringMatching(reason) });
});

test('a file that is not there, and a folder', async () => {
  const path = await fileOf('a.csv', HEADER);
  expect(await readFile({ path: `${path}.gone`, as: 'cdnow' })).toMatchObject({ code: 'not_found' });
  expect(await readFile({ path: path.replace(/a\.csv$/, ''), as: 'cdnow' })).toMatchObject({ code: 'not_found' });
});

test('a format that is not there, with the one that was perhaps meant', async () => {
  const reading = await readFile({ path: await fileOf('a.csv', HEADER), as: 'online-retial' });
  expect(reading).toMatchObject({ code: 'unknown_format', reason: expect.stringContaining('mean online-retail?') });
  expect(await readFile({ path: await fileOf('a.csv', HEADER), as: 'excel' })).toMatchObject({
    reason: "There is no format 'excel'; there are online-retail, cdnow, shopify-orders, clientele",
  });
  expect(FORMATS.map((format) => format.name)).toEqual(['online-retail', 'cdnow', 'shopify-orders', 'clientele']);
});

test('a header alone is a file without records', async () => {
  for (const text of [HEADER, HEADER.trimEnd()]) {
    expect(await itemsOf({ path: await fileOf('a.csv', text), as: 'online-retail' })).toEqual([]);
  }
});

test('of a gzip that breaks off, everything before the break is taken', async () => {
  const text = HEADER + Array.from({ length: 20_000 }, (_, index) => line(index)).join('');
  const packed = gzipSync(text);
  const path = await fileOf('a.csv.gz', packed.subarray(0, Math.floor(packed.length * 0.8)));
  const items = await itemsOf({ path, as: 'online-retail' });
  const orders = recordsOf(items, 'order').length;
  expect(orders).toBeGreaterThan(5_000);
  expect(orders).toBeLessThan(20_000);
  const [refused, ...others] = refusedOf(items);
  expect(others).toEqual([]);
  expect(refused).toMatchObject({ place: `line ${orders + 2}`, reason: expect.stringContaining('breaks off here') });
  expect(rowsOf(items)).toBe(orders + (refused?.rows ?? 0));
});

test('rows taken and refused add up to the rows of the file', async () => {
  const good = Array.from({ length: 3_000 }, (_, index) => line(index % 700));
  const rows = good.flatMap((row, index) =>
    index % 10 === 0 ? [row, `${index},too,few\n`] : index % 7 === 0 ? [row.replace('9.99', '?')] : [row],
  );
  const items = await itemsOf({ path: await fileOf('a.csv', HEADER + rows.join('')), as: 'online-retail' });
  expect(rowsOf(items)).toBe(rows.length);
  expect(rowsOf(refusedOf(items))).toBe(rows.filter((row) => row.includes('?') || row.includes('too')).length);
});

test('rows of an order that lie too far apart are refused', async () => {
  const rows = Array.from({ length: 1_002 }, (_, index) => line(index));
  const items = await itemsOf({ path: await fileOf('a.csv', HEADER + rows.join('') + line(0)), as: 'online-retail' });
  expect(refusedOf(items)).toMatchObject([
    { place: 'line 1004', reason: 'rows of order 0 lie more than 1000 orders apart; sort the file by order' },
  ]);
  expect(recordsOf(items, 'order')).toHaveLength(1_002);
});

test('a fingerprint is of content and manner of reading, not of the name', async () => {
  const path = await fileOf('a.csv', HEADER + line(1));
  const same = await fileOf('b.csv', HEADER + line(1));
  const other = await fileOf('a.csv', HEADER + line(2));
  const print = await fingerprint({ path, as: 'online-retail' });
  expect(await fingerprint({ path: same, as: 'online-retail' })).toBe(print);
  const differing = await Promise.all([
    fingerprint({ path: other, as: 'online-retail' }),
    fingerprint({ path, as: 'cdnow' }),
    fingerprint({ path, as: 'online-retail', options: { currency: 'EUR' } }),
  ]);
  expect(new Set([print, ...differing]).size).toBe(4);
});

test('a fingerprint stays as it is until the revision of the readers is raised', async () => {
  const path = await fileOf('a.csv', 'one line');
  expect(await fingerprint({ path, as: 'cdnow' })).toMatchInlineSnapshot(
    `"8-083d859d5b1ce368f034337bea73fdfa6318beed96017405cf1e1399f7c114b1"`,
  );
});

test('progress ends at the whole file', async () => {
  const path = await fileOf('a.csv', HEADER + Array.from({ length: 20_000 }, (_, index) => line(index)).join(''));
  const seen: number[] = [];
  await itemsOf({ path, as: 'online-retail', onProgress: ({ done, total }) => seen.push(done / total) });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
});
