import {
  lineTotal,
  nestedRefundTotal,
  type OrderRecord,
  orderDiscount,
  orderTotal,
  sumDecimals,
} from '@clientele/model';
import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf, refusedOf, rowsOf } from '../../testing/files.ts';

const COLUMNS = [
  'Name',
  'Email',
  'Financial Status',
  'Paid at',
  'Accepts Marketing',
  'Currency',
  'Subtotal',
  'Shipping',
  'Taxes',
  'Total',
  'Discount Code',
  'Discount Amount',
  'Shipping Method',
  'Created at',
  'Lineitem quantity',
  'Lineitem name',
  'Lineitem price',
  'Lineitem sku',
  'Lineitem discount',
  'Phone',
  'Billing Name',
  'Billing City',
  'Billing Zip',
  'Billing Country',
  'Shipping Name',
  'Shipping City',
  'Shipping Country',
  'Cancelled at',
  'Refunded Amount',
  'Vendor',
  'Id',
  'Tags',
  'Source',
] as const;

type Cells = Partial<Record<(typeof COLUMNS)[number], string>>;

const FIRST: Cells = {
  Name: '#1001',
  Email: 'Ada@Example.com',
  'Paid at': '2024-03-01 10:05:00 -0500',
  'Accepts Marketing': 'yes',
  Currency: 'USD',
  Subtotal: '47.00',
  Shipping: '6.00',
  Taxes: '3.29',
  Total: '56.29',
  'Discount Code': 'SPRING',
  'Discount Amount': '5.00',
  'Shipping Method': 'Standard',
  'Created at': '2024-03-01 10:00:00 -0500',
  'Lineitem quantity': '2',
  'Lineitem name': 'Fern print',
  'Lineitem price': '16.00',
  'Lineitem sku': 'FERN-1',
  Phone: "'+12015550123",
  'Billing Name': 'Ada M. Example',
  'Billing City': 'Testville',
  'Billing Zip': "'01234",
  'Billing Country': 'US',
  'Shipping Name': 'Bo Example',
  'Shipping City': 'Sampleton',
  'Shipping Country': 'CA',
  'Refunded Amount': '0.00',
  Vendor: 'Botanics',
  Id: '5550000001',
  Source: 'web',
};
const SECOND: Cells = {
  Name: '#1001',
  Email: 'Ada@Example.com',
  'Lineitem quantity': '1',
  'Lineitem name': 'Tote bag',
  'Lineitem price': '20.00',
};

async function read(...rows: Cells[]) {
  const lines = rows.map((row) => COLUMNS.map((column) => row[column] ?? '').join(','));
  return itemsOf({
    path: await fileOf('orders.csv', [COLUMNS.join(','), ...lines].join('\r\n')),
    as: 'shopify-orders',
  });
}

/** What lines and discounts add up to, without the total that the source gives. */
function added(order: OrderRecord): string {
  return orderTotal({ ...order, total: undefined } as OrderRecord);
}

test('the rows of an order become one order whose money adds up', async () => {
  const items = await read(FIRST, SECOND);
  const [order] = recordsOf(items, 'order');
  expect(order).toMatchObject({
    externalId: '5550000001',
    name: '#1001',
    placedAt: '2024-03-01T15:00:00.000Z',
    version: { updatedAt: '2024-03-01T15:05:00.000Z', tiebreak: 2 },
    customer: 'ada@example.com',
    currency: 'USD',
    taxesIncluded: false,
    total: '56.29',
    channel: { id: 'web', kind: 'online_store' },
    discounts: [{ amount: '5', code: 'SPRING' }],
    toAnotherPerson: true,
    shipTo: { name: 'Bo Example', city: 'Sampleton', country: 'CA' },
    lines: [
      { kind: 'product', product: 'FERN-1', quantity: '2', listPrice: '16' },
      { kind: 'product', product: 'Tote bag', quantity: '1', listPrice: '20' },
      { kind: 'charge', id: 'shipping', title: 'Standard', listPrice: '6' },
      { kind: 'charge', id: 'taxes', listPrice: '3.29' },
    ],
  });
  expect(added(order!)).toBe('56.29');
  expect(rowsOf(items)).toBe(2);
  expect(refusedOf(items)).toEqual([]);
});

test('the customer is known by e-mail address, with consent and both addresses', async () => {
  const items = await read(FIRST, SECOND);
  expect(recordsOf(items, 'customer')).toMatchObject([
    {
      externalId: 'ada@example.com',
      guest: true,
      email: 'Ada@Example.com',
      phone: '+12015550123',
      firstName: 'Ada M.',
      lastName: 'Example',
      addresses: [
        { city: 'Testville', postcode: '01234', country: 'US' },
        { city: 'Sampleton', country: 'CA' },
      ],
    },
  ]);
  expect(recordsOf(items, 'consent')).toMatchObject([
    { customer: 'ada@example.com', channel: 'email', address: 'ada@example.com', state: 'SUBSCRIBED' },
  ]);
  expect(recordsOf(items, 'product').map((product) => [product.externalId, product.title, product.vendor])).toEqual([
    ['FERN-1', 'Fern print', 'Botanics'],
    ['Tote bag', 'Tote bag', undefined],
  ]);
});

test('prices that contain the taxes get no charge for them', async () => {
  const items = await read({ ...FIRST, Subtotal: '27.00', Taxes: '4.31', Total: '33.00' });
  const [order] = recordsOf(items, 'order');
  expect(order?.taxesIncluded).toBe(true);
  expect(added(order!)).toBe('33');
});

test("a discount amount that contains the lines' discounts is not counted twice", async () => {
  const line: Cells = {
    ...FIRST,
    'Discount Amount': '5.00',
    'Lineitem discount': '3.00',
    Subtotal: '27.00',
    Total: '36.29',
  };
  const [contained] = recordsOf(await read(line), 'order');
  expect(orderDiscount(contained!)).toBe('5');
  expect(added(contained!)).toBe('36.29');
  const [beside] = recordsOf(await read({ ...line, Subtotal: '24.00', Total: '33.29' }), 'order');
  expect(orderDiscount(beside!)).toBe('8');
  expect(added(beside!)).toBe('33.29');
  expect(sumDecimals(beside!.lines.map(lineTotal))).toBe('38.29');
});

test('a refund of any size is newer than the smaller one, in currencies of large numbers too', async () => {
  const refunds = ['0.00', '0.01', '10485.75', '10485.76', '10485.78', '42949673.00', '42950000.00', '999999999999.00'];
  const tiebreaks: (number | undefined)[] = [];
  for (const amount of refunds) {
    const items = await read({ ...FIRST, Total: '999999999999.00', Currency: 'VND', 'Refunded Amount': amount });
    tiebreaks.push(recordsOf(items, 'order')[0]?.version.tiebreak);
  }
  expect(tiebreaks).toHaveLength(new Set(tiebreaks).size);
  expect(tiebreaks).toEqual(tiebreaks.toSorted((a, b) => (a ?? -1) - (b ?? -1)));
});

test('the order of which more rows could be read is newer', async () => {
  const [broken] = recordsOf(await read(FIRST, { ...SECOND, 'Lineitem price': 'free' }), 'order');
  const [mended] = recordsOf(await read(FIRST, SECOND), 'order');
  expect(mended!.version.updatedAt).toBe(broken!.version.updatedAt);
  expect(mended!.version.tiebreak).toBeGreaterThan(broken!.version.tiebreak);
});

test('cancelled, refunded, from a till; a larger refund is the newer version', async () => {
  const [order] = recordsOf(
    await read({ ...FIRST, 'Cancelled at': '2024-03-02 09:00:00 -0500', 'Refunded Amount': '56.29', Source: 'pos' }),
    'order',
  );
  expect(order).toMatchObject({
    cancelledAt: '2024-03-02T14:00:00.000Z',
    channel: { id: 'pos', kind: 'till' },
    refunds: [{ at: '2024-03-02T14:00:00.000Z', amount: '56.29' }],
    version: { updatedAt: '2024-03-02T14:00:00.000Z', tiebreak: 5_629 * 256 + 1 },
  });
  expect(nestedRefundTotal(order!)).toBe('56.29');
});

test('a bad line is refused by itself, an order without head as a whole', async () => {
  const items = await read(
    FIRST,
    { ...SECOND, 'Lineitem price': 'free' },
    { ...SECOND, Name: '#1002' },
    {
      ...FIRST,
      Name: '#1003',
      'Created at': '3/1/24 10:00',
    },
    { ...FIRST, Name: '#1004', 'Discount Amount': 'free' },
  );
  expect(refusedOf(items).map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
    'line 3: Lineitem price is not an amount such as 12.50',
    "line 4: no row of the order has a value in 'Created at'",
    "line 5: 'Created at' is not a date such as 2024-03-01 10:00:00 -0500",
    "line 6: 'Discount Amount' is not an amount such as 12.50",
  ]);
  expect(recordsOf(items, 'order').map((order) => order.name)).toEqual(['#1001']);
  expect(rowsOf(items)).toBe(5);
});
