import { orderTotal } from '@clientele/model';
import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf, refusedOf, rowsOf } from '../../testing/files.ts';
import { readFile } from '../read-file.js';
import { type Mapping, readMapping } from './mapping.js';

function mappingOf(json: unknown): Mapping {
  const reading = readMapping(json);
  if (reading.outcome === 'failed') throw new Error(reading.reason);
  return reading.mapping;
}

const TILL = {
  rows: 'orders',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  dates: 'day-first',
  decimal: ',',
  channel: { id: 'till-1', kind: 'till' },
  columns: {
    order: 'Bon',
    placedAt: 'Datum',
    product: 'Artikel',
    title: 'Bezeichnung',
    quantity: 'Menge',
    price: 'Preis',
    discount: 'Rabatt',
    customer: 'Karte',
    email: 'Mail',
  },
  constants: { country: 'Germany' },
};
const TILL_HEADER = 'Bon;Datum;Artikel;Bezeichnung;Menge;Preis;Rabatt;Karte;Mail';

const readTill = async (...rows: string[]) =>
  itemsOf({ path: await fileOf('till.csv', [TILL_HEADER, ...rows].join('\n')), as: mappingOf(TILL) });

test("a till's export: orders with lines, discounts, the customer and products", async () => {
  const items = await readTill(
    '7;31.12.24 18:05;A1;Tee;2;1.234,50;-34,50;K9;Eva@Example.org',
    '7;31.12.24 18:05;A2;Tasse;;9,90;;K9;',
  );
  const [order] = recordsOf(items, 'order');
  expect(order).toMatchObject({
    externalId: '7',
    placedAt: '2024-12-31T17:05:00.000Z',
    customer: 'K9',
    currency: 'EUR',
    channel: { id: 'till-1', kind: 'till' },
    shipTo: { country: 'DE' },
    lines: [
      { product: 'A1', title: 'Tee', quantity: '2', listPrice: '1234.5', discounts: [{ amount: '34.5' }] },
      { product: 'A2', quantity: '1', listPrice: '9.9', discounts: [] },
    ],
  });
  expect(orderTotal(order!)).toBe('2444.4');
  expect(recordsOf(items, 'customer')).toMatchObject([
    { externalId: 'K9', guest: false, email: 'Eva@Example.org', addresses: [{ country: 'DE' }] },
  ]);
  expect(recordsOf(items, 'product').map((product) => product.title)).toEqual(['Tee', 'Tasse']);
  expect(rowsOf(items)).toBe(2);
});

test('a full name is taken apart, where the parts have no columns of their own', async () => {
  const columns = { customer: 'id', name: 'who', lastName: 'family', updatedAt: 'seen' };
  const text = 'id,who,family,seen\n1,Ann Mary Lee,,2024-01-01\n2,Ann Lee,Smith,2024-01-01\n3,Prince,,2024-01-01\n';
  const as = mappingOf({ rows: 'customers', columns });
  const customers = recordsOf(await itemsOf({ path: await fileOf('people.csv', text), as }), 'customer');
  expect(customers.map(({ firstName, lastName }) => [firstName, lastName])).toEqual([
    ['Ann Mary', 'Lee'],
    [undefined, 'Smith'],
    [undefined, 'Prince'],
  ]);
});

test.each(['windows-1252', 'latin1'])('text in %s is read as what it says', async (encoding) => {
  const as = mappingOf({ ...TILL, encoding });
  const rows = `${TILL_HEADER}\n7;31.12.24;A1;Käse für 5 `;
  // 0x80 is the euro sign there.
  const bytes = Buffer.concat([Buffer.from(rows, 'latin1'), Buffer.from([0x80]), Buffer.from(';1;5,00;;K9;\n')]);
  const path = await fileOf('till.csv', bytes);
  expect(recordsOf(await itemsOf({ path, as }), 'product')).toMatchObject([{ title: 'Käse für 5 €' }]);
  const [refused] = refusedOf(await itemsOf({ path, as: mappingOf(TILL) }));
  expect(refused?.reason).toBe(
    'holds bytes that are not UTF-8: save the file as UTF-8, or name its encoding in a mapping',
  );
});

test('JSON lines may be written otherwise too', async () => {
  const as = mappingOf({
    rows: 'customers',
    columns: { customer: 'id', city: 'town', updatedAt: 'seen' },
    encoding: 'latin1',
  });
  const path = await fileOf('people.jsonl', Buffer.from('{"id":"1","town":"Köln","seen":"2024-01-01"}\n', 'latin1'));
  expect(recordsOf(await itemsOf({ path, as }), 'customer')).toMatchObject([{ addresses: [{ city: 'Köln' }] }]);
});

test('without a customer the e-mail address is the id, of a guest', async () => {
  const items = await readTill('7;31.12.24;A1;Tee;1;5;;; Eva@Example.org ');
  expect(recordsOf(items, 'customer')).toMatchObject([{ externalId: 'eva@example.org', guest: true }]);
});

test('returns: alone they are a refund document, among purchases a charge', async () => {
  const items = await readTill(
    '8;31.12.24;A1;Tee;-2;5,00;;K9;',
    '9;31.12.24;A1;Tee;-1;5,00;;K9;',
    '9;31.12.24;A2;Tasse;2;9,90;;K9;',
  );
  expect(recordsOf(items, 'refund')).toMatchObject([
    { externalId: '8', amount: '10', customer: 'K9', lines: [{ product: 'A1', quantity: '2', amount: '10' }] },
  ]);
  const [order] = recordsOf(items, 'order');
  expect(order?.lines.map((line) => line.kind)).toEqual(['charge', 'product']);
  expect(orderTotal(order!)).toBe('14.8');
});

test('a row that cannot be read says which column and what was expected', async () => {
  const items = await readTill(
    '8;12/31/24;A1;Tee;1;5;;K9;',
    '8;31.12.24;A1;Tee;1;1.23,4;;K9;',
    '8;31.12.24;A1;Tee;1;;;K9;',
  );
  expect(refusedOf(items).map(({ place, reason }) => `${place}: ${reason}`)).toMatchInlineSnapshot(`
    [
      "line 2: placedAt (column 'Datum') is not a date such as 31.12.2024 or 31/12/24 18:30",
      "line 3: price (column 'Preis') is not a number such as 1.234,56",
      "line 4: price (column 'Preis') is empty",
    ]
  `);
  expect(rowsOf(items)).toBe(3);
});

test('an order log of one amount a row', async () => {
  const mapping = mappingOf({
    rows: 'orders',
    columns: { order: 'id', placedAt: 'when', total: 'amount', currency: 'cur', customer: 'who' },
  });
  const path = await fileOf('log.tsv', 'id\twhen\tamount\tcur\twho\n1\t2024-05-01\t12.50\tUSD\tann\n');
  const [order] = recordsOf(await itemsOf({ path, as: mapping }), 'order');
  expect(order).toMatchObject({ currency: 'USD', lines: [{ quantity: '1', listPrice: '12.5' }] });
  expect(orderTotal(order!)).toBe('12.5');
});

test.each([
  ['later', '1,2024-05-01,5,ann,2024-05-03,'],
  ['on the day of the order', '1,2024-05-01,5,ann,2024-05-01,'],
  ['in a file whose updatedAt does not tell', '1,2024-05-01,5,ann,2024-05-03,2024-05-02', '2024-05-02'],
])(
  'a cancellation %s is newer than the order, but says nothing newer of its customer',
  async (_case, row, seen = '') => {
    const mapping = mappingOf({
      rows: 'orders',
      currency: 'EUR',
      columns: { order: 'id', placedAt: 'at', total: 'sum', customer: 'who', cancelledAt: 'off', updatedAt: 'seen' },
    });
    const read = async (text: string) =>
      itemsOf({ path: await fileOf('orders.csv', `id,at,sum,who,off,seen\n${text}\n`), as: mapping });
    const [before, after] = await Promise.all([read(`1,2024-05-01,5,ann,,${seen}`), read(row)]);
    const versionOf = (items: Awaited<typeof before>, kind: 'order' | 'customer') => recordsOf(items, kind)[0]!.version;
    const [older, newer] = [versionOf(before, 'order'), versionOf(after, 'order')];
    expect(newer.updatedAt >= older.updatedAt).toBe(true);
    expect(newer.updatedAt > older.updatedAt || newer.tiebreak > older.tiebreak).toBe(true);
    expect(versionOf(after, 'customer')).toEqual(versionOf(before, 'customer'));
  },
);

test('customers with attributes, tags and a birthday', async () => {
  const mapping = mappingOf({
    rows: 'customers',
    dates: 'month-first',
    columns: { email: 'Email', birthDate: 'Born', createdAt: 'Since', tags: 'Tags', firstName: 'First' },
    attributes: { shoe_size: 'Shoe' },
  });
  const path = await fileOf(
    'people.csv',
    'Email,Born,Since,Tags,First,Shoe\nA@b.org,12/24/1980,1/2/2024,"vip, b2b",Ann,38\n',
  );
  expect(recordsOf(await itemsOf({ path, as: mapping }), 'customer')).toMatchObject([
    {
      externalId: 'a@b.org',
      birthDate: '1980-12-24',
      createdAt: '2024-01-02T00:00:00.000Z',
      tags: ['vip', 'b2b'],
      attributes: { shoe_size: '38' },
    },
  ]);
});

test('events by our names, by others that we know, and by names of their own', async () => {
  const mapping = mappingOf({ rows: 'events', columns: { event: 'id', name: 'what', at: 'at', customer: 'who' } });
  const rows = ['1,product_viewed', '2,Product Added', '3,Quiz finished'].map(
    (row) => `${row},2024-05-01T10:00:00Z,ann`,
  );
  const path = await fileOf('events.csv', ['id,what,at,who', ...rows].join('\n'));
  const events = recordsOf(await itemsOf({ path, as: mapping }), 'event');
  expect(events.map((event) => event.name)).toEqual(['product_viewed', 'product_added', 'custom']);
  expect(events[2]?.customName).toBe('Quiz finished');
});

test.each<[string, unknown, string]>([
  ['no object', [], 'Mapping: Invalid input: expected object, received array'],
  [
    'unknown rows',
    { rows: 'order', columns: {} },
    'Mapping, rows: Invalid option: expected one of "orders"|"customers"|"events"',
  ],
  ['unknown key', { ...TILL, colums: {} }, 'Mapping: Unrecognized key: "colums"'],
  [
    'unknown field',
    { ...TILL, columns: { ...TILL.columns, plasedAt: 'Datum' } },
    'Mapping, columns.plasedAt: rows of orders have no such field; did you mean placedAt?',
  ],
  [
    'field of other rows',
    { rows: 'events', columns: { event: 'a', name: 'b', at: 'c', lines: 'd' } },
    'Mapping, columns.lines: rows of events have no such field; there are event, name, at, customer, email, product, campaign',
  ],
  [
    'missing field',
    { rows: 'orders', columns: { order: 'a', placedAt: 'b' } },
    'Mapping, columns: rows of orders need the field price or total',
  ],
  [
    'time zone',
    { ...TILL, timeZone: 'Berlin' },
    "Mapping, timeZone: 'Berlin' is not a time zone such as Europe/Berlin",
  ],
  [
    'attributes of orders',
    { ...TILL, attributes: { a: 'b' } },
    'Mapping, attributes: only rows of customers have attributes',
  ],
])('a wrong mapping: %s', (_name, json, reason) => {
  expect(readMapping(json)).toEqual({ outcome: 'failed', code: 'wrong_mapping', reason });
});

test('a column that the file has not is named with its field and the nearest column', async () => {
  const path = await fileOf('till.csv', TILL_HEADER.replace('Datum', 'Dotum'));
  expect(await readFile({ path, as: mappingOf(TILL) })).toMatchObject({
    code: 'wrong_columns',
    reason: "Mapping, columns.placedAt: the file has no column 'Datum'; the nearest is 'Dotum'",
  });
});

test('a currency must come from somewhere', async () => {
  const { currency: _, ...without } = TILL;
  const path = await fileOf('till.csv', `${TILL_HEADER}\n7;31.12.24;A1;Tee;1;5;;;\n`);
  expect(await readFile({ path, as: mappingOf(without) })).toMatchObject({ code: 'wrong_mapping' });
  const [order] = recordsOf(await itemsOf({ path, as: mappingOf(without), options: { currency: 'CHF' } }), 'order');
  expect(order?.currency).toBe('CHF');
});
