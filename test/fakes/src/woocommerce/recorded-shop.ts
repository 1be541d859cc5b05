import { type CustomerBody, customerOf } from './customer.js';
import type { Order, OrderBody } from './order.js';
import { orderOf } from './order-body.js';
import { type ProductBody, productOf } from './product.js';
import { type Exchange, recordedExchanges } from './recordings.js';
import type { Shop } from './shop.js';

/** How the recorded servers were set up; `url` of each is the address with the port of the day. */
export const RECORDED_SITES = {
  '7.9.0': { version: '7.9.0', url: 'https://127.0.0.1:8088', zone: 'America/New_York', currency: 'GBP' },
  '11.0.1': { version: '11.0.1', url: 'https://127.0.0.1:8089', zone: 'America/New_York', currency: 'GBP' },
} as const;

/** Fills a shop with what a recorded server held before the first recorded request, as far as its answers tell. */
export function restoreRecorded(shop: Shop): void {
  const bodies = recordedExchanges(shop.site.version.name).flatMap(bodiesOf);
  const orders = firstById(bodies.filter(isOrder)).map(beforeRefunds);
  for (const order of orders) (order.status === 'trash' ? shop.trashedOrders : shop.orders).add(order);
  for (const body of firstById(bodies.filter(isCustomer))) shop.customers.add(customerOf(body));
  const [coat, ...others] = firstById(bodies.filter(isProduct)).map(productOf);
  if (coat === undefined || others.length > 0)
    throw new RangeError('one product is recorded, and that there are three');
  shop.products.add(coat);
  for (const [index, name] of ['Tee', 'Mug'].entries()) {
    shop.products.add({
      ...coat,
      id: coat.id - 1 - index,
      name,
      slug: name.toLowerCase(),
      sku: `${name.toUpperCase()}-1`,
    });
  }
  shop.next.post = 1 + Math.max(...orders.map(({ id }) => id));
  shop.next.item = 1 + Math.max(...orders.flatMap(itemsOf));
  shop.next.customer = 1 + Math.max(...[...shop.customers.values()].map(({ id }) => id));
}

/** All things in an answer; what changed later is in a later answer. */
function bodiesOf({ response: { body } }: Exchange): readonly object[] {
  return (Array.isArray(body) ? body : [body]).filter((one) => typeof one === 'object' && one !== null);
}

const isOrder = (body: object): body is OrderBody => 'order_key' in body;
const isCustomer = (body: object): body is CustomerBody => 'is_paying_customer' in body;
const isProduct = (body: object): body is ProductBody => 'catalog_visibility' in body;

function firstById<T extends { readonly id: number }>(bodies: readonly T[]): readonly T[] {
  return [...new Map([...bodies].reverse().map((body) => [body.id, body])).values()].sort((a, b) => a.id - b.id);
}

/** The refunds are the first thing that was recorded: an order that shows some was completed, and unchanged since. */
function beforeRefunds(body: OrderBody): Order {
  const order = orderOf(body);
  if (body.refunds.length === 0) return order;
  return { ...order, status: 'completed', modified: order.completed ?? order.created };
}

function itemsOf({ line_items, shipping_lines, tax_lines, coupon_lines }: Order): readonly number[] {
  return [line_items, shipping_lines, tax_lines, coupon_lines].flatMap((lines) => lines.map(({ id }) => id));
}
