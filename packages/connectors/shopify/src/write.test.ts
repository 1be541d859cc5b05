import { expect, test } from 'vitest';
import { aConnection } from './a-connection.fixture.js';
import { shopify } from './connector.js';
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
  const whole = await runner.write({ ...add('VIP'), what: 'segment' });
  expect([whole, customer.tags]).toMatchObject([{ code: 'broken' }, ['own']]);
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

test.each(API_VERSIONS)('a segment is made, changed, found and removed as a whole: %s', async (version) => {
  const { fake, runner } = aConnection(version);
  expect(runner.segmentLanguage).toBe(version === '2026-07' ? 'shopify-2026-07' : 'shopify');
  const query = 'number_of_orders >= 1';
  expect(await runner.whole((all, context) => all.named('VIP', context))).toEqual({ outcome: 'done' });
  const made = await runner.whole((all, context) => all.make({ name: 'VIP', query }, context));
  expect(made).toMatchObject({ outcome: 'done', result: { id: expect.stringMatching(/^\d+$/), name: 'VIP', query } });
  const [there] = [...fake.shop.segments.values()];
  const id = there?.id ?? '';
  expect(made).toHaveProperty('result.id', id);
  expect(await runner.whole((all, context) => all.named('vip', context))).toHaveProperty('result.id', id);
  if (there !== undefined) there.name = 'My VIP';
  const other = 'number_of_orders >= 2';
  const changed = { outcome: 'done', result: { id, name: 'My VIP', query: other } };
  expect(await runner.whole((all, context) => all.change({ id, query: other }, context))).toEqual(changed);
  expect(await runner.whole((all, context) => all.read(id, context))).toEqual(changed);
  fake.shop.queryMembers.set(other, 12);
  expect(await runner.whole((all, context) => all.count(other, context))).toEqual({ outcome: 'done', result: 12 });
  for (const _ of [1, 2]) {
    expect(await runner.whole((all, context) => all.remove(id, context))).toEqual({ outcome: 'done' });
    expect([...fake.shop.segments.values()]).toEqual([]);
  }
  expect(await runner.whole((all, context) => all.read(id, context))).toEqual({ outcome: 'done' });
  expect(await runner.whole((all, context) => all.change({ id, query }, context))).toEqual({ outcome: 'done' });
  expect(await runner.whole((all, context) => all.make({ name: 'Odd', query: 'odd = 1' }, context))).toMatchObject({
    sentence: "Shopify does not make the segment 'Odd': Query Line 1 Column 0: 'odd' filter cannot be found.",
  });
});

test('names that Shopify does not take are refused before anything is written', () => {
  const refused = (what: 'tag' | 'metafield' | 'segment', name: string) => shopify.refusesName({ what, name });
  expect(refused('metafield', 'Very dear')).toContain('cannot be the key of a metafield');
  expect(refused('tag', 'Very dear')).toBeUndefined();
  expect(refused('tag', 'dear, very')).toContain('without commas');
  expect(refused('segment', 'Dear, very')).toBeUndefined();
  for (const what of ['tag', 'segment'] as const) {
    for (const name of ['', ' VIP', 'x'.repeat(256)]) expect(refused(what, name)).toContain(`the name of a ${what}`);
  }
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
