import { orderTotal } from '@clientele/model';
import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf, refusedOf, rowsOf } from '../../testing/files.ts';

test('a row of the purchase log is an order; rows of one day are told apart by their content', async () => {
  const rows = ['00001,1997-01-01,1,11.77', '00002,1997-01-12,5,77.00', '00002,1997-01-12,1,12.00'];
  const path = await fileOf('cdnow.csv', ['customer_id,date,quantity,dollars', ...rows, ''].join('\n'));
  const items = await itemsOf({ path, as: 'cdnow' });
  expect(recordsOf(items, 'order').map((order) => [order.externalId, orderTotal(order), order.placedAt])).toEqual([
    ['00001-1997-01-01-1', '11.77', '1997-01-01T05:00:00.000Z'],
    ['00002-1997-01-12-1', '12', '1997-01-12T05:00:00.000Z'],
    ['00002-1997-01-12-2', '77', '1997-01-12T05:00:00.000Z'],
  ]);
  expect(recordsOf(items, 'order')[2]).toMatchObject({
    currency: 'USD',
    lines: [{ quantity: '5', listPrice: '15.4' }],
  });
  expect(recordsOf(items, 'customer').map((customer) => customer.externalId)).toEqual(['00001', '00002']);
  expect(rowsOf(items)).toBe(3);
});

test('the sample file names customers by their id in the master file', async () => {
  const header = 'master_customer_id,sample_customer_id,date,quantity,dollars';
  const path = await fileOf('sample.csv', `${header}\n00004,0001,1997-01-18,3,29.99\n`);
  const [order] = recordsOf(await itemsOf({ path, as: 'cdnow' }), 'order');
  expect(order).toMatchObject({ customer: '00004', total: '29.99', lines: [{ listPrice: '9.996667' }] });
});

test('a bad row is refused, the others of its day go in', async () => {
  const rows = ['00001,1997-01-01,1,x', '00001,1997-01-01,1,5', '00002,1997-13-01,1,5'];
  const path = await fileOf('cdnow.csv', ['customer_id,date,quantity,dollars', ...rows].join('\n'));
  const items = await itemsOf({ path, as: 'cdnow' });
  expect(refusedOf(items).map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
    'line 2: dollars is not an amount such as 11.77',
    "line 4: date '1997-13-01' is not a day such as 1997-01-31",
  ]);
  expect(recordsOf(items, 'order')).toHaveLength(1);
  expect(rowsOf(items)).toBe(3);
});
