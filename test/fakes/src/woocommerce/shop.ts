import { amountOf, type Cents, centsOf } from './cents.js';
import type { Customer } from './customer.js';
import type { BillingAddress, LineItem, Meta, Order, OrderStatus, Refund } from './order.js';
import { billingOf, NO_SHIPPING, type OrderWish, placeOrder } from './place-order.js';
import type { Product } from './product.js';
import { Rows } from './rows.js';
import { type Seconds, type Site, secondsOf } from './site.js';
import { statusBeforeTrash, trashMeta } from './trash.js';

export const TOPICS = [
  'order.created',
  'order.updated',
  'order.deleted',
  'order.restored',
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'product.created',
  'product.updated',
  'product.deleted',
  'product.restored',
] as const;
export type Topic = (typeof TOPICS)[number];

/** The orders in which lists can be asked for. */
export type PostOrdering = 'date' | 'modified' | 'id';
export type CustomerOrdering = 'name' | 'registered_date' | 'id';

export interface RefundWish {
  /** Without an amount: what the lines come to, or all that is left. */
  readonly amount?: string;
  readonly reason?: string;
  readonly lines?: readonly { readonly line: number; readonly quantity: number; readonly amount: string }[];
}

export interface CustomerWish {
  readonly email: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly role?: string;
  readonly billing?: Partial<BillingAddress>;
}

export interface ProductWish {
  readonly name: string;
  readonly sku?: string;
  readonly price?: string;
}

const byPost = () => ({
  date: (row: { readonly created: Seconds }) => row.created,
  modified: (row: { readonly modified: Seconds }) => row.modified,
  id: (row: { readonly id: number }) => row.id,
});

/**
 * The shop behind the interface: what it holds, and what can happen to it. Whatever happens, happens now, by the clock
 * that it is given, moves `modified` where the recorded servers moved it, and is told to the webhooks.
 */
export class Shop {
  readonly site: Site;
  readonly orders = new Rows<Order, PostOrdering>(byPost());
  readonly trashedOrders = new Rows<Order, PostOrdering>(byPost());
  readonly products = new Rows<Product, PostOrdering>(byPost());
  readonly trashedProducts = new Rows<Product, PostOrdering>(byPost());
  readonly customers = new Rows<Customer, CustomerOrdering>({
    name: ({ username }) => username.toLowerCase(),
    registered_date: ({ created }) => created,
    id: ({ id }) => id,
  });
  /** Ids of what was there and is gone for good. */
  readonly erased = { orders: new Set<number>(), customers: new Set<number>(), products: new Set<number>() };
  /** The next numbers of each kind; orders, products and refunds share one. */
  readonly next = { post: 1, customer: 1, item: 1, meta: 1 };
  readonly #now: () => number;
  readonly #happened: (topic: Topic, id: number) => void;

  constructor(site: Site, now: () => number, happened: (topic: Topic, id: number) => void) {
    this.site = site;
    this.#now = now;
    this.#happened = happened;
  }

  get now(): Seconds {
    return secondsOf(this.#now());
  }

  /** Orders listed or in the trash. */
  order(id: number): Order | undefined {
    return this.orders.get(id) ?? this.trashedOrders.get(id);
  }

  product(id: number): Product | undefined {
    return this.products.get(id) ?? this.trashedProducts.get(id);
  }

  placeOrder(wish: OrderWish): Order {
    const productOf = (id: number) => known(this.product(id), 'product', id);
    const numbers = { order: this.next.post++, item: () => this.next.item++, meta: () => this.next.meta++ };
    const order = placeOrder(wish, productOf, numbers, this.site, this.now);
    this.orders.add(order);
    this.#happened('order.created', order.id);
    this.#happened('order.updated', order.id);
    return order;
  }

  /** Changes an order as a merchant does, by hand or over the interface. */
  changeOrder(id: number, change: (order: Order) => void): Order {
    const order = known(this.order(id), 'order', id);
    this.#rowsOf(order).change(order, () => {
      change(order);
      order.modified = this.now;
    });
    this.#happened('order.updated', id);
    return order;
  }

  /** Changes an order without moving `modified`, as edits of items and some payment plug-ins do. No webhook tells it. */
  changeUnseen(id: number, change: (order: Order) => void): void {
    change(known(this.order(id), 'order', id));
  }

  /** Moves `modified` though nothing has changed, as merely viewing an order once did. */
  view(id: number): void {
    this.changeOrder(id, () => {});
  }

  setStatus(id: number, status: OrderStatus): Order {
    return this.changeOrder(id, (order) => {
      order.status = status;
      if (status === 'processing' || status === 'completed') order.paid ??= this.now;
      if (status === 'completed') order.completed ??= this.now;
    });
  }

  /** Refunds part of an order or all that is left; undefined where that is nothing, or more than is left. */
  refund(id: number, wish: RefundWish = {}): Refund | undefined {
    const order = known(this.order(id), 'order', id);
    const left = centsOf(order.total) - refunded(order);
    const ofLines = wish.lines?.reduce((sum, { amount }) => sum + centsOf(amount), 0);
    const amount = wish.amount === undefined ? (ofLines ?? left) : centsOf(wish.amount);
    if (amount <= 0 || amount > left) return undefined;
    const refund: Refund = {
      id: this.next.post++,
      order: id,
      created: this.now,
      amount: amountOf(amount),
      reason: wish.reason ?? '',
      line_items: (wish.lines ?? []).map((line) => this.#refundedLine(order, line)),
      meta_data: this.site.version.newerFields
        ? [this.#meta('_refund_type', amount === left ? 'full' : 'partial')]
        : [],
    };
    this.changeOrder(id, () => {
      order.refunds = [...order.refunds, refund];
      if (amount === left) order.status = 'refunded';
    });
    return refund;
  }

  trash(id: number): Order {
    const order = known(this.orders.get(id), 'order', id);
    const meta = trashMeta(order, this.site.version, this.now, [this.orders.values(), this.trashedOrders.values()]);
    order.meta_data = [...order.meta_data, ...meta.map(([key, value]) => this.#meta(key, value))];
    this.orders.remove(order);
    order.status = 'trash';
    order.modified = this.now;
    this.trashedOrders.add(order);
    this.#happened('order.deleted', id);
    return order;
  }

  restore(id: number): Order {
    const order = known(this.trashedOrders.get(id), 'order in the trash', id);
    this.trashedOrders.remove(order);
    order.status = statusBeforeTrash(order);
    order.meta_data = order.meta_data.filter(({ key }) => !key.startsWith('_wp_'));
    order.modified = this.now;
    this.orders.add(order);
    this.#happened('order.restored', id);
    this.#happened('order.updated', id);
    return order;
  }

  /** Takes an order away for good. */
  erase(id: number): void {
    const order = known(this.order(id), 'order', id);
    this.#rowsOf(order).remove(order);
    this.erased.orders.add(id);
    this.#happened('order.deleted', id);
  }

  addCustomer(wish: CustomerWish): Customer {
    const customer: Customer = {
      id: this.next.customer++,
      email: wish.email,
      first_name: wish.first_name ?? '',
      last_name: wish.last_name ?? '',
      role: wish.role ?? 'customer',
      username: wish.username ?? wish.email.replace(/@.*/, ''),
      billing: billingOf(wish.billing),
      shipping: NO_SHIPPING,
      is_paying_customer: false,
      meta_data: [],
      created: this.now,
      modified: this.now,
    };
    this.customers.add(customer);
    this.#happened('customer.created', customer.id);
    this.#happened('customer.updated', customer.id);
    return customer;
  }

  changeCustomer(id: number, change: (customer: Customer) => void): Customer {
    const customer = known(this.customers.get(id), 'customer', id);
    this.customers.change(customer, () => {
      change(customer);
      customer.modified = this.now;
    });
    this.#happened('customer.updated', id);
    return customer;
  }

  /** Deletes an account. Its orders stay, with their addresses, as a guest's. */
  eraseCustomer(id: number): void {
    const customer = known(this.customers.get(id), 'customer', id);
    this.customers.remove(customer);
    this.erased.customers.add(id);
    this.#happened('customer.deleted', id);
    for (const order of [...this.orders.values(), ...this.trashedOrders.values()]) {
      if (order.customer_id !== id) continue;
      const forget = () => {
        order.customer_id = 0;
      };
      if (this.site.version.orderTables) this.changeOrder(order.id, forget);
      else this.changeUnseen(order.id, forget);
    }
  }

  addProduct(wish: ProductWish): Product {
    const id = this.next.post++;
    const product: Product = {
      id,
      name: wish.name,
      slug: wish.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
      status: 'publish',
      sku: wish.sku ?? `SKU-${id}`,
      price: wish.price ?? '9.99',
      total_sales: 0,
      categories: [{ id: 15, name: 'Uncategorized', slug: 'uncategorized' }],
      tags: [],
      related_ids: [],
      created: this.now,
      modified: this.now,
    };
    this.products.add(product);
    this.#happened('product.created', id);
    return product;
  }

  changeProduct(id: number, change: (product: Product) => void): Product {
    const product = known(this.products.get(id), 'product', id);
    this.products.change(product, () => {
      change(product);
      product.modified = this.now;
    });
    this.#happened('product.updated', id);
    return product;
  }

  trashProduct(id: number): Product {
    const product = known(this.products.get(id), 'product', id);
    this.products.remove(product);
    product.status = 'trash';
    product.modified = this.now;
    this.trashedProducts.add(product);
    this.#happened('product.deleted', id);
    return product;
  }

  eraseProduct(id: number): void {
    const product = known(this.product(id), 'product', id);
    (this.products.get(id) === undefined ? this.trashedProducts : this.products).remove(product);
    this.erased.products.add(id);
    this.#happened('product.deleted', id);
  }

  #rowsOf(order: Order): Rows<Order, PostOrdering> {
    return this.orders.get(order.id) === undefined ? this.trashedOrders : this.orders;
  }

  #meta(key: string, value: unknown): Meta {
    return { id: this.next.meta++, key, value };
  }

  #refundedLine(order: Order, wish: NonNullable<RefundWish['lines']>[number]): LineItem {
    const line = known(
      order.line_items.find(({ id }) => id === wish.line),
      'line',
      wish.line,
    );
    const total = amountOf(-centsOf(wish.amount));
    const of = { ...this.#meta('_refunded_item_id', String(line.id)), display_key: '_refunded_item_id' };
    return {
      ...line,
      id: this.next.item++,
      quantity: -wish.quantity,
      subtotal: total,
      subtotal_tax: '0.00',
      total,
      total_tax: '0.00',
      taxes: [],
      meta_data: [{ ...of, display_value: String(line.id) }],
      price: wish.quantity === 0 ? 0 : centsOf(wish.amount) / wish.quantity / 100,
    };
  }
}

function refunded(order: Order): Cents {
  return order.refunds.reduce((sum, { amount }) => sum + centsOf(amount), 0);
}

/** For what a test drives: a thing that is not there is a mistake of the test. */
function known<T>(thing: T | undefined, what: string, id: number): T {
  if (thing === undefined) throw new RangeError(`there is no ${what} ${id}`);
  return thing;
}
