import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Delivery } from '../wire/deliveries.js';
import { WooCommerceFake } from './fake.js';

/** A shop that tells of changed orders, after its ping. */
async function aShop() {
  const fake = new WooCommerceFake({ now: () => 0 });
  const { shop, webhooks } = fake;
  const order = shop.placeOrder({ lines: [] });
  const subscription = webhooks.subscribe('order.updated', 'https://here.example/hook', 'secret');
  await webhooks.deliver(async () => 200);
  const sent: Delivery[] = [];
  const deliver = (status = 200) =>
    webhooks.deliver(async (delivery) => {
      sent.push(delivery);
      return status;
    });
  return { shop, webhooks, order, subscription, sent, deliver };
}

test('what is gone when it is told is told as an error', async () => {
  const { shop, order, sent, deliver } = await aShop();
  shop.view(order.id);
  shop.erase(order.id);
  await deliver();
  expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
    { code: 'woocommerce_rest_shop_order_invalid_id', message: 'Invalid ID.', data: { status: 404 } },
  ]);
});

test('failures in a row disable a subscription, one success between them counts them anew', async () => {
  const { shop, order, subscription, sent, deliver } = await aShop();
  const fail = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      shop.view(order.id);
      await deliver(500);
    }
  };
  await fail(6);
  shop.view(order.id);
  await deliver(204);
  await fail(6);
  expect(subscription.status).toBe('active');
  await fail(1);
  expect(subscription.status).toBe('disabled');
  await fail(1);
  expect(sent).toHaveLength(14);
});

test('deliveries are dropped, doubled and reordered at their rates', async () => {
  const { shop, webhooks, sent, deliver } = await aShop();
  for (let index = 0; index < 200; index += 1) shop.placeOrder({ lines: [] });
  webhooks.fail({ seed: 3, dropped: 0.1, doubled: 0.05, reordered: 0.1 });
  await deliver();
  const ids = sent.map(({ body }): number => JSON.parse(body).id);
  const different = new Set(ids).size;
  expect(different).toBeGreaterThan(160);
  expect(different).toBeLessThan(200);
  expect(ids.length).toBeGreaterThan(different);
  expect(ids).not.toEqual([...ids].sort((a, b) => a - b));
  expect(new Set(sent.map(({ headers }) => headers['x-wc-webhook-delivery-id'])).size).toBe(different);
});

test('left to itself, it posts over a wire; where nobody listens any more, that is a failure', async () => {
  const { shop, webhooks, order, subscription } = await aShop();
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    received.push(`${request.headers['x-wc-webhook-topic']} ${JSON.parse(await text(request)).id}`);
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  subscription.deliveryUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  shop.view(order.id);
  await webhooks.deliver();
  expect([received, subscription.failures]).toEqual([[`order.updated ${order.id}`], 0]);
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  shop.view(order.id);
  await webhooks.deliver();
  expect([received.length, subscription.failures]).toEqual([1, 1]);
});
