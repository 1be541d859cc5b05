import { expect, test } from 'vitest';
import { fileOf, itemsOf, refusedOf } from '../testing/files.ts';
import { readMapping } from './mapping/mapping.js';
import { readAgain, readWay, type Way } from './read-again.js';

const ORDERS: Way = { as: 'online-retail', options: {} };
const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

test('refused rows of an order, mended, come together as that order; the still wrong one stays by itself', async () => {
  const path = await fileOf(
    'orders.csv',
    [
      HEADER,
      '1001,22423,CAKE STAND,two,2011-03-27 09:30:00,12.75,501,United Kingdom',
      '1001,22424,TEA POT,one,2011-03-27 09:30:00,8.50,501,United Kingdom',
      '1002,22425,CUP,none,2011-03-27 09:30:00,8.50,501,United Kingdom',
    ].join('\n'),
  );
  const kept = refusedOf(await itemsOf({ path, ...ORDERS })).map(({ body }, index) => ({
    number: index + 7,
    body: body.replace('"two"', '"2"').replace('"one"', '"1"'),
  }));
  const { whole, items } = readAgain(kept, ORDERS);
  expect(whole).toBe(false);
  expect(items.filter(({ item }) => item.rows > 0)).toMatchObject([
    { item: { outcome: 'read', record: { externalId: '1001', lines: [{}, {}] } }, of: [7, 8] },
    { item: { outcome: 'refused', reason: expect.stringContaining('none') }, of: [9] },
  ]);
});

test('a record of our own and a mapped customer are whole', () => {
  const product = { kind: 'product', externalId: 'tea', version: { updatedAt: '2024-01-01T00:00:00Z' }, title: 'Tea' };
  expect(readAgain([{ number: 1, body: JSON.stringify(product) }], { as: 'clientele', options: {} })).toMatchObject({
    whole: true,
    items: [{ item: { record: { externalId: 'tea' } }, of: [1] }],
  });
  const way = readWay({
    as: { rows: 'customers', columns: { customer: 'id', updatedAt: 'seen' } },
    timeZone: 'Europe/Berlin',
  });
  expect(way).toMatchObject({ as: { rows: 'customers' }, options: { timeZone: 'Europe/Berlin' } });
  const again = way && readAgain([{ number: 3, body: '{"id":"9","seen":"2024-01-01"}' }], way);
  expect(again).toMatchObject({ whole: true, items: [{ item: { record: { externalId: '9' } }, of: [3] }] });
});

test('what is no row is left out, and so is all where the way does not fit', () => {
  expect(readAgain([{ number: 1, body: '["1001","22423"]' }], ORDERS).items).toEqual([]);
  expect(readAgain([{ number: 1, body: '{"InvoiceNo":"1"}\n{"Invo…' }], ORDERS).items).toEqual([]);
  expect(readAgain([{ number: 1, body: '{"other":"columns"}' }], ORDERS).items).toEqual([]);
});

test('a way is what was kept, or nothing that this release knows', () => {
  const reading = readMapping({
    rows: 'orders',
    currency: 'EUR',
    columns: { order: 'no', placedAt: 'at', total: 'sum' },
  });
  const mapping = reading.outcome === 'read' ? reading.mapping : undefined;
  expect(readWay(JSON.parse(JSON.stringify({ as: mapping, currency: 'GBP' })))).toEqual({
    as: mapping,
    options: { currency: 'GBP' },
  });
  for (const unknown of [null, {}, { as: 'mapping' }, { as: { rows: 'moods' } }])
    expect(readWay(unknown)).toBeUndefined();
});
