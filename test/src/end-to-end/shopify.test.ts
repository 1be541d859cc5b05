import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startShopify } from '@clientele/fakes';
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
  const { id: customer } = shop.addCustomer({ email: 'ada@example.com', firstName: 'Ada' });
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
});
