import { expect, test } from 'vitest';
import { aConnection } from './a-connection.fixture.js';
import { API_VERSIONS } from './settings.js';

test.each(API_VERSIONS)('a tag is put on a customer and taken off, the others stay: %s', async (version) => {
  const { fake, runner } = aConnection(version);
  const customer = fake.shop.addCustomer({ tags: ['own'] });
  const add = (name: string, whom: string = customer.id) =>
    ({ what: 'tag', name, customer: whom, change: 'add' }) as const;
  expect(await runner.holds(add('VIP'))).toEqual({ outcome: 'done', result: false });
  for (const _ of [1, 2]) {
    expect(await runner.write(add('VIP'))).toEqual({ outcome: 'done', result: 'written' });
    expect([...customer.tags].sort()).toEqual(['VIP', 'own']);
  }
  expect(await runner.holds(add('vip'))).toEqual({ outcome: 'done', result: true });
  for (const _ of [1, 2]) {
    expect(await runner.write({ ...add('vip'), change: 'remove' })).toEqual({ outcome: 'done', result: 'written' });
    expect(customer.tags).toEqual(['own']);
  }
  for (const nobody of ['404', 'guest-1']) {
    expect(await runner.holds(add('VIP', nobody))).toEqual({ outcome: 'done', result: 'gone' });
    expect(await runner.write(add('VIP', nobody))).toEqual({ outcome: 'done', result: 'gone' });
  }
});

test.each(API_VERSIONS)('a metafield is defined, put on a customer and taken off: %s', async (version) => {
  const { fake, runner } = aConnection(version);
  const customer = fake.shop.addCustomer({});
  const own = { namespace: 'merchant', key: 'vip', type: 'boolean', value: 'true' };
  fake.shop.setMetafield(customer.id, own);
  const clientele = { namespace: 'clientele', key: 'vip' };
  const add = (whom: string = customer.id, name = 'vip') =>
    ({ what: 'metafield', name, customer: whom, change: 'add' }) as const;
  expect(await runner.holds(add())).toEqual({ outcome: 'done', result: false });
  for (const _ of [1, 2]) {
    expect(await runner.write(add())).toEqual({ outcome: 'done', result: 'written' });
    expect(customer.metafields).toMatchObject([own, { ...clientele, type: 'boolean', value: 'true' }]);
    expect([...fake.shop.definitions.values()]).toMatchObject([
      { ...clientele, type: 'boolean', ownerType: 'CUSTOMER' },
    ]);
  }
  expect(await runner.holds(add())).toEqual({ outcome: 'done', result: true });
  for (const _ of [1, 2]) {
    expect(await runner.write({ ...add(), change: 'remove' })).toEqual({ outcome: 'done', result: 'written' });
    expect(customer.metafields).toMatchObject([own]);
  }
  for (const nobody of ['404', 'guest-1']) {
    expect(await runner.holds(add(nobody))).toEqual({ outcome: 'done', result: 'gone' });
    expect(await runner.write(add(nobody))).toEqual({ outcome: 'done', result: 'gone' });
    expect(await runner.write({ ...add(nobody), change: 'remove' })).toEqual({ outcome: 'done', result: 'gone' });
  }
  expect(await runner.holds(add(customer.id, 'Very dear'))).toMatchObject({
    sentence: expect.stringContaining('cannot be the key of a metafield'),
  });
});

test.each(API_VERSIONS)(
  'the segments of the merchant are read to the last, with their members: %s',
  async (version) => {
    const { fake, runner } = aConnection(version);
    const at = { creationDate: fake.shop.now, lastEditDate: fake.shop.now };
    const names = Array.from({ length: 103 }, (_, place) => `Segment ${place}`);
    for (const [place, name] of names.entries()) {
      const id = fake.shop.nextId();
      fake.shop.segments.add({ __typename: 'Segment', id, name, query: `number_of_orders > ${place}`, ...at });
      fake.shop.segmentMembers.set(id, place);
    }
    const read = await runner.segments();
    if (read.outcome !== 'done') throw new Error(read.sentence);
    expect(read.result.map(({ name }) => name)).toEqual(names);
    expect(read.result[102]).toMatchObject({ query: 'number_of_orders > 102', members: 102 });
  },
);
