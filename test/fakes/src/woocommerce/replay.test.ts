import { expect, test } from 'vitest';
import type { Delivery } from '../wire/deliveries.js';
import { fetchOf } from '../wire/wire.js';
import { WooCommerceFake } from './fake.js';
import type { OrderBody } from './order.js';
import { RECORDED_SITES, restoreRecorded } from './recorded-shop.js';
import { type Exchange, recordedDeliveries, recordedExchanges } from './recordings.js';
import type { Topic } from './shop.js';
import type { VersionName } from './version.js';

/** A shop as the recorded server held it before the first request, with a clock that is set. */
function recordedShop(version: VersionName) {
  const clock = { time: 0 };
  const fake = new WooCommerceFake({ ...RECORDED_SITES[version], now: () => clock.time });
  restoreRecorded(fake.shop);
  const ask = async (request: Exchange['request'], credentials = fake.credentials) => {
    const response = await fetchOf(fake)(`${RECORDED_SITES[version].url}${request.path}`, {
      method: request.method,
      headers: { authorization: `Basic ${btoa(`${credentials.key}:${credentials.secret}`)}` },
      ...(typeof request.body === 'object' && request.body !== null && { body: JSON.stringify(request.body) }),
    });
    const body: unknown = await response.json();
    // Whoever recorded kept the headers that say something of the answer, and the date was not among them.
    const { date, ...headers } = Object.fromEntries(response.headers);
    return { status: response.status, headers, body };
  };
  return { fake, clock, ask };
}

/** Deletions do not say when they were; an answer soon after shows it. */
const SHOWN_BY: Readonly<Record<string, string>> = {
  'trash an order': 'trashed order still readable by id',
  'delete a customer (force is required)': 'order of the deleted customer: what is left',
};

/** When a request was made, as far as an answer tells: when the thing in it was made or changed. */
function timesOf({ label }: Exchange, exchanges: readonly Exchange[]): readonly number[] {
  const shown = exchanges.find((one) => one.label === (SHOWN_BY[label] ?? label));
  const { date_created_gmt: made, date_modified_gmt: changed } = Object(shown?.response.body);
  return [made, changed].filter((text) => typeof text === 'string').map((text) => Date.parse(`${text}Z`));
}

/**
 * An answer as text, so that the order of names counts too. What cannot be the same are the numbers of rows of meta:
 * the servers made many that no answer shows.
 */
function textOf(body: unknown): string {
  return JSON.stringify(
    body,
    (name, value) => (name === 'meta_data' ? value.map((meta: object) => ({ ...meta, id: 'some' })) : value),
    1,
  );
}

type Asking = ReturnType<typeof recordedShop>['ask'];

/** Asks all that was recorded again; bodies are compared by `compare`. */
async function replay(
  version: Parameters<typeof recordedShop>[0],
  compare: (body: unknown, exchange: ReturnType<typeof recordedExchanges>[number], ask: Asking) => Promise<void> | void,
): Promise<void> {
  const { clock, ask } = recordedShop(version);
  const exchanges = recordedExchanges(version);
  for (const exchange of exchanges) {
    clock.time = Math.max(clock.time, ...timesOf(exchange, exchanges));
    const nobody = exchange.label === 'bad credentials' ? { key: 'nobody', secret: 'nothing' } : undefined;
    const { body, ...rest } = await ask(exchange.request, nobody);
    const { body: _, ...expectedRest } = exchange.response;
    expect.soft(rest, exchange.label).toEqual(expectedRest);
    await compare(body, exchange, ask);
  }
  expect(exchanges).toHaveLength(30);
}

test('answers what WooCommerce 11.0.1 answered, to the letter', () =>
  replay('11.0.1', (body, { label, response }) => {
    expect.soft(textOf(body), label).toBe(textOf(response.body));
  }));

/** A list of orders of WooCommerce 7.9.0, where those of one second come in any order. */
function isTied(body: unknown): body is readonly OrderBody[] {
  return Array.isArray(body) && body.length > 0 && 'order_key' in body[0];
}

test('answers what WooCommerce 7.9.0 answered, to the letter but for the order of ties', () =>
  replay('7.9.0', async (body, { label, request, response: { body: expected } }, ask) => {
    if (!isTied(expected) || !isTied(body)) {
      expect.soft(textOf(body), label).toBe(textOf(expected));
      return;
    }
    const ordering = request.path.includes('orderby=modified') ? 'date_modified_gmt' : 'date_created_gmt';
    const times = (orders: readonly OrderBody[]) => orders.map((order) => order[ordering]);
    expect.soft(times(body), label).toEqual(times(expected));
    for (const order of expected) {
      const alone = await ask({ method: 'GET', path: `/wp-json/wc/v3/orders/${order.id}` });
      expect.soft(textOf(alone.body), label).toBe(textOf(order));
    }
  }));

test('delivers the webhooks that WooCommerce 11.0.1 delivered, to the byte and with its signatures', async () => {
  const { secret, deliveries } = recordedDeliveries();
  const clock = { time: 0 };
  const site = { ...RECORDED_SITES['11.0.1'], url: 'http://127.0.0.1:8089' };
  const { shop, webhooks } = new WooCommerceFake({ ...site, now: () => clock.time });
  restoreRecorded(shop);
  const at = (time: string) => {
    clock.time = Date.parse(`2026-11-21T${time}Z`);
  };
  const sent: Delivery[] = [];
  const deliver = () => webhooks.deliver(async (delivery) => sent.push(delivery) && 200);
  const topics: readonly Topic[] = [
    'order.created',
    'order.updated',
    'order.deleted',
    'order.restored',
    'customer.created',
    'customer.updated',
    'customer.deleted',
    'product.updated',
  ];
  for (const topic of topics) webhooks.subscribe(topic, 'http://127.0.0.1:1/hook', secret);
  await deliver();

  Object.assign(shop.next, { post: 66, item: 137, customer: 8 });
  at('20:49:12');
  const coat = [...shop.products.values()].find(({ sku }) => sku === 'COAT-1');
  shop.placeOrder({
    lines: [{ product: coat?.id ?? 0, quantity: 2 }],
    billing: { first_name: 'Zoë', email: 'hook@example.com' },
    key: 'wc_order_8RMa4xAw0UOae',
  });
  await deliver();
  at('20:49:15');
  shop.setStatus(66, 'completed');
  await deliver();
  at('20:49:17');
  shop.refund(66, { amount: '1.00' });
  await deliver();
  for (const note of ['a', 'b']) {
    at('20:49:19');
    shop.changeOrder(66, (order) => {
      order.customer_note = note;
    });
  }
  await deliver();
  shop.trash(66);
  await deliver();
  at('20:49:21');
  shop.addCustomer({ email: 'hc@example.com' });
  at('20:49:22');
  shop.changeCustomer(8, () => {});
  await deliver();
  at('20:49:23');
  shop.changeCustomer(8, (customer) => {
    customer.first_name = 'Q';
  });
  await deliver();
  shop.eraseCustomer(8);
  await deliver();

  expect(sent).toHaveLength(18);
  for (const [index, { headers, rawBody, signatureMatches }] of deliveries.entries()) {
    // Each delivery has an id of its own, which nothing decides.
    const id = headers['x-wc-webhook-delivery-id'];
    expect.soft(sent[index]?.body).toBe(rawBody);
    expect
      .soft({ ...sent[index]?.headers, ...(id !== undefined && { 'x-wc-webhook-delivery-id': id }) })
      .toEqual(headers);
    expect(signatureMatches).toBe('x-wc-webhook-signature' in headers);
  }
});
