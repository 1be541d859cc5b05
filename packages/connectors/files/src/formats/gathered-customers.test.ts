import { instant } from '@clientele/model';
import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf } from '../../testing/files.ts';
import { readMapping } from '../index.js';
import { secondHand } from './second-hand.js';

const ORDERS = `Name,Email,Created at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price,Phone,Billing Name,Billing City
#1,ann@home.test,2024-03-01 10:00:00 +0000,GBP,5,1,Tea,5,+442079460018,Ann Lee,Testville
#2,ann@home.test,2024-03-03 10:00:00 +0000,GBP,5,1,Tea,5,,Ann Ray,
#3,ann@home.test,2024-03-02 10:00:00 +0000,GBP,5,1,Tea,5,+442079460019,Ann Lee,Sampleton
#4,bob@home.test,2024-03-01 10:00:00 +0000,GBP,5,1,Tea,5,,Bob,
`;

async function shopifyCustomers(text: string) {
  return recordsOf(await itemsOf({ path: await fileOf('orders.csv', text), as: 'shopify-orders' }), 'customer');
}

function backwards(text: string): string {
  const [header = '', ...rows] = text.trim().split('\n');
  return `${[header, ...rows.reverse()].join('\n')}\n`;
}

test('a customer has the newest of each thing that orders say, in whatever order they come', async () => {
  const forwards = await shopifyCustomers(ORDERS);
  expect(forwards).toMatchObject([
    {
      externalId: 'ann@home.test',
      version: { updatedAt: secondHand(instant('2024-03-03T10:00:00.000Z')) },
      phone: '+442079460019',
      firstName: 'Ann',
      lastName: 'Ray',
      addresses: [{ city: 'Sampleton' }],
    },
    { externalId: 'bob@home.test', lastName: 'Bob' },
  ]);
  expect((await shopifyCustomers(backwards(ORDERS))).toReversed()).toEqual(forwards);
});

test('what orders say is older than what any source says itself, and of orders the later one is newer', () => {
  const times = ['1970-01-01T00:00:00Z', '1999-12-31T23:59:59Z', '2024-03-03T10:00:00Z', '2024-03-03T10:00:01Z'];
  const said = times.map((time) => secondHand(instant(time)));
  expect(new Set(said).size).toBe(times.length);
  expect(said.toSorted()).toEqual(said);
  expect((said.at(-1) ?? '') < '1900-03-01').toBe(true);
});

test('a name in one word takes no first name from an older order', async () => {
  const [ann] = await shopifyCustomers(ORDERS.replace('Ann Ray', 'Madonna'));
  expect([ann?.firstName, ann?.lastName]).toEqual([undefined, 'Madonna']);
});

test('of two files that end alike, the one that says more is newer', async () => {
  const [all, last] = [ORDERS, ORDERS.replace(/^#[13].*\n/gm, '')];
  const [[more], [less]] = [await shopifyCustomers(all), await shopifyCustomers(last)];
  expect(more?.version.updatedAt).toBe(less?.version.updatedAt);
  expect(more?.version.tiebreak).toBeGreaterThan(less?.version.tiebreak ?? 0);
});

test('so does one of a mapping', async () => {
  const columns = { order: 'no', placedAt: 'at', total: 'sum', customer: 'who', phone: 'tel', lastName: 'name' };
  const reading = readMapping({ rows: 'orders', columns, currency: 'GBP' });
  if (reading.outcome === 'failed') throw new Error(reading.reason);
  const text =
    'no,at,sum,who,tel,name\n1,2024-03-01,5,K9,+442079460018,Lee\n2,2024-03-02,5,K9,,Ray\n2,2024-03-02,5,K9,,\n';
  for (const file of [text, backwards(text)]) {
    const items = await itemsOf({ path: await fileOf('till.csv', file), as: reading.mapping });
    expect(recordsOf(items, 'customer')).toMatchObject([
      { externalId: 'K9', guest: false, phone: '+442079460018', lastName: 'Ray' },
    ]);
  }
});
