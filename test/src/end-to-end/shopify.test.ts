import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startShopify } from '@clientele/fakes';
import type { RfmAgreement } from '@clientele/pipeline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clientele } from './clientele.js';
import { Server } from './server.js';
import { withShopify } from './with-shopify.js';

/** More than the pages hold that a reading begins with. */
const ORDERS = 300;
const DAY_MS = 86_400_000;
/** Without those of older orders. */
const SCOPES = ['read_customers', 'read_orders', 'read_products', 'read_locations', 'read_returns'];
const POINTS = { maximum: 40_000, restoreRate: 2_000 };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-shopify-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('a shop of Shopify is connected and pulled by a bulk operation, with returns and payments; it is told that old orders are not shown', {
  timeout: 240_000,
}, async () => {
  const url = 'https://storage.example';
  await using shopify = await startShopify({ now: Date.now, url, app: { scopes: SCOPES }, points: POINTS });
  const { shop, app, log } = shopify.fake;
  const { id: customer } = shop.addCustomer({ email: 'ada@example.com', firstName: 'Ada', rfmGroup: 'DORMANT' });
  for (let number = 0; number < ORDERS; number += 1) {
    shop.placeOrder({ lines: [{ quantity: 1 }, { quantity: 2 }], customer, at: Date.now() - DAY_MS - number });
  }
  shop.define({ namespace: 'custom', key: 'shoe_size', type: 'number_decimal', ownerType: 'CUSTOMER' });
  const [sentBack] = shop.orders.values();
  shop.openReturn(sentBack?.id ?? '', [{ line: sentBack?.lines[0]?.id ?? '', quantity: 1 }]);
  shop.pay(sentBack?.id ?? '');
  const token = { CLIENTELE_SHOPIFY_ACCESS_TOKEN: app.customToken() };
  const data = join(directory, 'data');
  await using server = await Server.startIn(withShopify(shopify.url), data);
  const clientele = new Clientele(data, token);
  const told = expect.stringContaining('shopify: the app lacks the access scope read_all_orders');
  const settings = [`shop=${shop.facts.domain}`, 'reads=contacts', 'reads=returns', 'reads=payments'];
  expect(await clientele.run('connect', 'shopify', ...settings)).toMatchObject({
    status: 0,
    out: told,
  });
  expect(await server.ask('sync')).toMatchObject({ orders: ORDERS, customers: 1, refused: 0 });
  expect(log.filter(({ path }) => path.startsWith('/bulk-operation-outputs/'))).toHaveLength(1);
  expect((await clientele.run('connections')).out).toEqual(told);
  for (const query of [
    "events.'Return requested' MATCHES (property.reasons = 'unwanted', property.status = 'OPEN', count = 1)",
    "events.'Payment made' MATCHES (property.gateway = 'bogus', property.amount > 0) AND number_of_orders = 300",
    'number_of_orders = 300',
    // Defined, and nobody has it.
    'metafields.custom.shoe_size IS NULL AND NOT metafields.custom.shoe_size >= 44',
  ]) {
    expect(await server.ask('segment count', { query }), query).toMatchObject({ count: 1 });
  }
  const { compared, pairs } = await server.ask<RfmAgreement>('shop rfm-agreement');
  expect([compared, pairs]).toEqual([1, [{ here: expect.any(String), there: 'DORMANT', profiles: 1 }]]);
});

it('a segment is kept as one of Shopify, never against the merchant, and as metafields where Shopify cannot say it', {
  timeout: 240_000,
}, async () => {
  await using shopify = await startShopify({ now: Date.now, points: POINTS });
  const { shop, app } = shopify.fake;
  const query = 'number_of_orders >= 2';
  for (const orders of [1, 2, 3]) {
    const { id: customer } = shop.addCustomer({ email: `c${orders}@example.com` });
    for (let placed = 0; placed < orders; placed += 1) {
      shop.placeOrder({ lines: [{ quantity: 1 }], customer, at: Date.now() - DAY_MS - placed });
    }
  }
  const token = { CLIENTELE_SHOPIFY_ACCESS_TOKEN: app.customToken() };
  const data = join(directory, 'whole');
  await using server = await Server.startIn(withShopify(shopify.url), data);
  const clientele = new Clientele(data, token);
  expect(await clientele.run('connect', 'shopify', `shop=${shop.facts.domain}`)).toMatchObject({ status: 0 });
  await server.ask('sync');
  await server.ask('segment save', { name: 'regulars', query });

  shop.queryMembers.set(query, 2);
  const dry = await clientele.run(
    ...['segment', 'write-back', 'regulars', '--to', 'shopify', '--as', 'segment', '--dry-run'],
  );
  expect(dry.out.split('\n').slice(0, 2)).toEqual([
    query,
    '2 customers there; 2 customers of shopify here. It would be made. Nothing was written.',
  ]);
  expect([...shop.segments.values()]).toEqual([]);
  const place = { segment: 'regulars', to: 'shopify', as: 'segment' };
  const write = (more: object = {}) => server.ask<{ number: number }>('segment write-back', { ...place, ...more });
  const { number } = await write();
  const [there] = [...shop.segments.values()];
  if (there === undefined) throw new Error('nothing was made');
  expect(there).toMatchObject({ name: 'regulars', query });
  const asked = shopify.fake.log.length;
  expect(await write()).toMatchObject({ number, whole: 'unchanged' });
  expect(shopify.fake.log).toHaveLength(asked);
  expect((await clientele.run('segment', 'write-backs')).out).toMatch(new RegExp(`by its query\\n1: ${query}`));

  there.name = 'Our regulars';
  there.query = 'number_of_orders >= 3';
  expect(await write({ check: true })).toMatchObject({ whole: 'restored' });
  expect(there).toMatchObject({ name: 'Our regulars', query });
  there.query = 'number_of_orders >= 3';
  await server.ask('segment save', { name: 'regulars', query: 'number_of_orders >= 1' });
  expect(await write()).toMatchObject({ whole: 'theirs' });
  expect(await server.ask('segment take-back', { number })).toMatchObject({ outcome: 'done', whole: 'left' });
  expect(there).toMatchObject({ name: 'Our regulars', query: 'number_of_orders >= 3' });

  // Under the name of a segment that the merchant has, nothing is written; under another one it is, and taken back.
  const taken = await clientele.run(
    ...['segment', 'write-back', 'regulars', '--to', 'shopify', '--as', 'segment', '--name', 'our regulars'],
  );
  expect(taken).toMatchObject({ status: 1, err: expect.stringContaining('choose another name') });
  const another = await write();
  expect([...shop.segments.values()]).toMatchObject([there, { name: 'regulars', query: 'number_of_orders >= 1' }]);
  const removed = { outcome: 'done', whole: 'removed' };
  expect(await server.ask('segment take-back', { number: another.number })).toMatchObject(removed);
  expect([...shop.segments.values()]).toEqual([there]);

  await server.ask('segment save', { name: 'best', query: 'amount_spent IN TOP 50%' });
  const best = ['segment', 'write-back', 'best', '--to', 'shopify'];
  const unsaid = await clientele.run(...best, '--as', 'segment', '--dry-run');
  expect(unsaid).toMatchObject({ status: 2, err: expect.stringContaining('Shopify has no percentiles') });
  const misnamed = await clientele.run(...best, '--as', 'metafield', '--name', 'Very best', '--dry-run');
  expect(misnamed).toMatchObject({ status: 2, err: expect.stringContaining("'Very best' cannot be the key of a") });
  const marking = { segment: 'best', to: 'shopify', as: 'metafield' };
  const marks = await server.ask<{ number: number }>('segment write-back', marking);
  const marked = () => [...shop.customers.values()].filter(({ metafields }) => metafields.length > 0).length;
  expect(marked()).toBe(2);
  expect(await server.ask('segment take-back', { number: marks.number })).toMatchObject({ outcome: 'done' });
  expect(marked()).toBe(0);
});
