import { fileURLToPath } from 'node:url';
import { instant } from '@clientele/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf, refusedOf, rowsOf } from '../../testing/files.ts';
import { secondHand } from './second-hand.js';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const SAMPLE = fileURLToPath(new URL('../../fixtures/online-retail-sample.csv.gz', import.meta.url));

const read = async (...rows: string[]) =>
  itemsOf({ path: await fileOf('retail.csv', `${[HEADER, ...rows].join('\n')}\n`), as: 'online-retail' });

test('an invoice is an order with products, charges and notes', async () => {
  const items = await read(
    '536365,post,POSTAGE,1,2010-12-01 08:27:00,18,17850,France',
    '536365,85123a, WHITE HEART ,6,2010-12-01 08:26:00,2.55,17850,France',
    '536365,22423,damages,-3,2010-12-01 08:26:00,0,17850,France',
  );
  expect(recordsOf(items, 'order')).toMatchObject([
    {
      externalId: '536365',
      purpose: 'sale',
      placedAt: '2010-12-01T08:26:00.000Z',
      version: { updatedAt: '2010-12-01T08:26:00.000Z', tiebreak: 3 },
      customer: '17850',
      currency: 'GBP',
      channel: { id: 'online-retail', kind: 'online_store' },
      shipTo: { country: 'FR' },
      lines: [
        { id: '1', kind: 'note', product: '22423', title: 'damages', quantity: '-3', listPrice: '0' },
        { id: '2', kind: 'product', product: '85123A', title: 'WHITE HEART', quantity: '6', listPrice: '2.55' },
        { id: '3', kind: 'charge', sku: 'POST', title: 'POSTAGE', quantity: '1', listPrice: '18' },
      ],
    },
  ]);
  expect(recordsOf(items, 'order')[0]?.lines[2]).not.toHaveProperty('product');
  expect(rowsOf(items)).toBe(3);
});

test('times are read in London, also in summer', async () => {
  const items = await read('1,22423,CAKESTAND,1,2011-07-01 10:00:00,9.99,,EIRE');
  const [order] = recordsOf(items, 'order');
  expect(order?.placedAt).toBe('2011-07-01T09:00:00.000Z');
  expect(order?.customer).toBeUndefined();
  expect(recordsOf(items, 'customer')).toEqual([]);
});

test('A adjusts the books, C refunds, and an invoice that sold nothing is a note', async () => {
  const items = await read(
    'A506401,B,Adjust bad debt,1,2010-04-29 13:36:00,-53594.36,,United Kingdom',
    'C496350,M,Manual,1,2010-02-01 08:24:00,373.57,,United Kingdom',
    'C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527,United Kingdom',
    'C536379,22423,CAKESTAND,-2,2010-12-01 09:41:00,10,14527,United Kingdom',
    '536414,22139,,56,2010-12-01 11:52:00,0,,United Kingdom',
  );
  expect(recordsOf(items, 'order')).toMatchObject([
    { externalId: 'A506401', purpose: 'adjustment', lines: [{ kind: 'charge', listPrice: '-53594.36' }] },
    { externalId: '536414', purpose: 'note', lines: [{ kind: 'note', quantity: '56' }] },
  ]);
  expect(recordsOf(items, 'refund')).toMatchObject([
    { externalId: 'C496350', amount: '-373.57' },
    {
      externalId: 'C536379',
      amount: '47.5',
      at: '2010-12-01T09:41:00.000Z',
      customer: '14527',
      lines: [
        { product: '22423', quantity: '2', amount: '20' },
        { title: 'Discount', quantity: '1', amount: '27.5' },
      ],
    },
  ]);
});

test('a customer has every country of the file, by ISO code where there is one', async () => {
  const items = await read(
    '1,22423,CAKESTAND,1,2010-12-01 08:26:00,9.99,12431,EIRE',
    '2,22423,CAKESTAND,1,2010-12-03 08:26:00,9.99,12431.0,RSA',
    '3,22423,CAKESTAND,1,2010-12-02 08:26:00,9.99,12431,European Community',
    '4,22423,CAKESTAND,1,2010-12-02 08:26:00,9.99,12999,Unspecified',
    '5,22423,CAKESTAND,1,2010-12-02 08:26:00,9.99,12998,Channel Islands',
  );
  expect(recordsOf(items, 'customer')).toMatchObject([
    {
      externalId: '12431',
      version: { updatedAt: '2010-12-03T08:26:00.000Z' },
      addresses: [{ country: 'IE' }, { country: 'ZA' }],
    },
    { externalId: '12999', addresses: [] },
    { externalId: '12998', addresses: [{ country: 'JE' }] },
  ]);
});

test('two files that say different things of a customer up to one moment have different versions', async () => {
  const last = '9,22423,CAKESTAND,1,2010-12-09 08:26:00,9.99,12431,EIRE';
  const versionOf = async (...rows: string[]) => recordsOf(await read(...rows, last), 'customer')[0]?.version;
  const one = await versionOf();
  const more = await versionOf('1,22423,CAKESTAND,1,2010-12-01 08:26:00,9.99,12431,RSA');
  const other = await versionOf('1,22423,CAKESTAND,1,2010-12-01 08:26:00,9.99,12431,France');
  expect(new Set([one, more, other].map((version) => version?.updatedAt)).size).toBe(1);
  expect(more?.tiebreak).toBeGreaterThan(one?.tiebreak ?? 0);
  expect(other?.tiebreak).toBeGreaterThan(one?.tiebreak ?? 0);
  expect(other?.tiebreak).not.toBe(more?.tiebreak);
});

test('a product is called as in its latest sale; notes and returns name nothing', async () => {
  const items = await read(
    '1,22423,REGENCY CAKESTAND,1,2010-12-02 08:26:00,9.99,,France',
    '2,22423,OLD NAME,1,2010-12-01 08:26:00,9.99,,France',
    '3,22423,damages,-4,2010-12-05 08:26:00,0,,France',
    'C4,22423,RETURNED,-1,2010-12-06 08:26:00,9.99,,France',
    '5,POST,POSTAGE,1,2010-12-06 08:26:00,9.99,,France',
  );
  expect(recordsOf(items, 'product')).toMatchObject([
    {
      externalId: '22423',
      title: 'REGENCY CAKESTAND',
      version: { updatedAt: secondHand(instant('2010-12-02T08:26:00.000Z')) },
    },
  ]);
});

test('a row that cannot be read is refused with its line, its values and the reason; its order goes in', async () => {
  const items = await read(
    '1,22423,CAKESTAND,one,2010-12-01 08:26:00,9.99,17850,France',
    '1,22424,LANTERN,1,2010-12-01 08:26:00,3.39,17850,France',
    '1,22424,LANTERN,1,2010-02-30 08:26:00,3.39,17850,France',
    '1,22424,LANTERN,1,2010-12-01 08:26:00,3.3900001,17850,France',
    ',22424,LANTERN,1,2010-12-01 08:26:00,3.39,17850,France',
    '2,,LANTERN,1,2010-12-01 08:26:00,3.39,17850,France',
  );
  expect(refusedOf(items).map(({ place, reason }) => `${place}: ${reason}`)).toMatchInlineSnapshot(`
    [
      "line 6: InvoiceNo is empty",
      "line 2: Quantity 'one' is not a number",
      "line 4: InvoiceDate '2010-02-30 08:26:00' is not a date and time such as 2010-12-01 08:26:00",
      "line 5: UnitPrice '3.3900001' is not a number with at most 6 decimals",
      "line 7: StockCode is empty",
    ]
  `);
  expect(JSON.parse(refusedOf(items)[1]?.body ?? '')).toMatchObject({ InvoiceNo: '1', Quantity: 'one' });
  expect(recordsOf(items, 'order')).toMatchObject([{ externalId: '1', lines: [{ product: '22424' }] }]);
  expect(rowsOf(items)).toBe(6);
});

test('the refused rows of a file, written as JSONL and mended, are a file of the same format', async () => {
  const items = await read('1,22423,CAKESTAND,one,2010-12-01 08:26:00,9.99,17850,France');
  const body = refusedOf(items)[0]?.body.replace('"one"', '"1"') ?? '';
  const again = await itemsOf({ path: await fileOf('refused.jsonl', body), as: 'online-retail' });
  expect(recordsOf(again, 'order')).toMatchObject([{ externalId: '1', lines: [{ quantity: '1' }] }]);
});

test('records depend on the rows, not on their order', async () => {
  const word = fc.constantFrom('LANTERN', 'CAKESTAND', 'MUG', '');
  const row = fc
    .tuple(
      fc.constantFrom('1', '2', 'C3', 'A4'),
      fc.constantFrom('22423', '22424a', 'POST'),
      word,
      fc.integer({ min: -3, max: 5 }),
      fc.constantFrom('2010-12-01 08:26:00', '2010-12-01 08:27:00', '2011-06-01 10:00:00'),
      fc.constantFrom('0', '2.55', '0.001'),
    )
    .map(([invoice, ...rest]) => [invoice, ...rest, `1785${invoice.at(-1)}`, 'France'].join(','));
  const rows = fc.array(row, { minLength: 1, maxLength: 12 });
  const shuffled = rows.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  await fc.assert(
    fc.asyncProperty(shuffled, async ([all, other]) => {
      const contents = async (list: string[]) =>
        (await read(...list))
          .map((item) => (item.outcome === 'read' ? JSON.stringify(item.record) : item.reason))
          .sort();
      expect(await contents(other)).toEqual(await contents(all));
    }),
    { numRuns: 60 },
  );
});

test('the sample of real rows: every row is taken, twice in the same order', async () => {
  const items = await itemsOf({ path: SAMPLE, as: 'online-retail' });
  expect(rowsOf(items)).toBe(49_915);
  expect(refusedOf(items)).toEqual([]);
  expect(recordsOf(items, 'customer')).toHaveLength(264);
  expect(recordsOf(items, 'order').length + recordsOf(items, 'refund').length).toBe(2_732);
  const again = await itemsOf({ path: SAMPLE, as: 'online-retail' });
  expect(JSON.stringify(again) === JSON.stringify(items)).toBe(true);
});
