import { Budgets, MemoryKeep, Runner } from '@clientele/connector-kit';
import { fetchOf, ShopifyFake } from '@clientele/fakes';
import { instantOfMs } from '@clientele/model';
import { expect, test } from 'vitest';
import { shopify } from './connector.js';
import { API_VERSIONS } from './settings.js';

test.each(API_VERSIONS)('a tag is put on a customer and taken off, the others stay: %s', async (apiVersion) => {
  const { customer, add, runner } = aShop(apiVersion);
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
  for (const nobody of ['404', 'order:1']) {
    expect(await runner.holds(add('VIP', nobody))).toEqual({ outcome: 'done', result: 'gone' });
    expect(await runner.write(add('VIP', nobody))).toEqual({ outcome: 'done', result: 'gone' });
  }
});

function aShop(apiVersion: (typeof API_VERSIONS)[number]) {
  let nowMs = Date.UTC(2026, 10, 1);
  const fake = new ShopifyFake({ now: () => nowMs });
  const customer = fake.shop.addCustomer({ tags: ['own'] });
  const settings = shopify.settings.parse({
    shop: fake.shop.facts.domain,
    apiVersion,
    accessToken: fake.app.customToken(),
  });
  const answered = fetchOf(fake);
  const runner = new Runner(shopify, settings, {
    fetch: (request) => answered(request),
    now: () => instantOfMs(nowMs),
    sleep: async (ms) => {
      nowMs += ms;
    },
    random: () => 0.5,
    keep: new MemoryKeep(1),
    budgets: new Budgets(),
    log: () => {},
  });
  const add = (name: string, whom: string = String(customer.id)) =>
    ({ what: 'tag', name, customer: whom, change: 'add' }) as const;
  return { customer, add, runner };
}
