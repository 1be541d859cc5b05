import { addDecimals, type Decimal, subtractDecimals, sumDecimals, ZERO } from '@clientele/model';
import type { AbandonedCheckout, CheckoutLine } from './checkout.js';
import type { Branch, Company, Contact } from './company.js';
import { type Address, type Consent, type Customer, NO_CONSENT } from './customer.js';
import type { Id } from './gid.js';
import type { Change, Happening } from './happening.js';
import { Listed } from './listed.js';
import type { Metafield, MetafieldDefinition } from './metafield.js';
import { shareOf } from './money.js';
import type { LineItem, Order, Refund, RefundLine, Return, Transaction } from './order.js';
import { lineTax, partOfLine, totalsOf } from './order.js';
import { type Location, ONLINE_STORE } from './place.js';
import type { Collection, Product, Variant } from './product.js';
import type { Segment } from './segment.js';
import type { Ms } from './time.js';

/** What is fixed about a shop. */
export interface ShopFacts {
  readonly id: Id;
  readonly name: string;
  /** `….myshopify.com` */
  readonly domain: string;
  readonly email: string;
  readonly currency: string;
  /** Changed by whoever drives the shop. */
  zone: string;
}

type Wish<T, Needed extends keyof T = never> = Partial<T> & Pick<T, Needed>;

export interface LineWish {
  readonly product?: Id;
  readonly title?: string;
  readonly quantity: number;
  readonly price?: Decimal;
  readonly allocations?: LineItem['allocations'];
  readonly taxes?: LineItem['taxes'];
}

export type OrderWish = Omit<Wish<Order>, 'lines' | 'shipping'> & {
  readonly lines: readonly LineWish[];
  readonly shipping?: readonly { readonly title: string; readonly price: Decimal }[];
  /** False for an order that waits for its money; orders are paid otherwise. */
  readonly paid?: boolean;
  /** When it was placed, for one that appears late. */
  readonly at?: Ms;
};

/** Part of an order goes back, or all of it: pieces of lines, with their money or another amount. */
export interface RefundWish {
  readonly lines?: readonly { readonly line: Id; readonly quantity: number }[];
  readonly amount?: Decimal;
  readonly note?: string;
  readonly return?: Id;
  /** When it was given, for one of the past. */
  readonly at?: Ms;
  /** Of the transaction; one that is not `SUCCESS` gave nothing back. */
  readonly status?: Transaction['status'];
}

/** Past 2^53 - 1: who reads ids as numbers gets others. */
const FIRST_ID = 9_007_199_254_740_993n;

/** The shop behind the interface: all there is in it, and all that can happen to it. Changes are made by its methods only. */
export class Shop {
  readonly facts: ShopFacts;
  readonly customers = new Listed<Customer>();
  readonly orders = new Listed<Order>();
  readonly products = new Listed<Product>();
  readonly collections = new Listed<Collection>();
  readonly checkouts = new Listed<AbandonedCheckout>();
  readonly companies = new Listed<Company>();
  readonly locations = new Listed<Location>();
  readonly segments = new Listed<Segment>();
  /** What the app's pixel is told in the online store; the app has one in a shop. */
  webPixel: { readonly __typename: 'WebPixel'; readonly id: string; readonly settings: unknown } | undefined;
  /** How many members each has, by its id: queries are not evaluated here, so whoever drives the shop says it. */
  readonly segmentMembers = new Map<Id, number>();
  /** The same of queries without a segment, by their text. */
  readonly queryMembers = new Map<string, number>();
  readonly definitions = new Listed<MetafieldDefinition>();
  /** Of all orders, by their own ids. */
  readonly refunds = new Map<Id, Refund>();
  readonly #now: () => Ms;
  readonly #happened: (happening: Happening) => void;
  readonly #ordersOf = new Map<Id, Set<Order>>();
  #lastId = FIRST_ID;
  #lastNumber = 1000;

  constructor(facts: ShopFacts, now: () => Ms, happened: (happening: Happening) => void) {
    this.facts = facts;
    this.#now = now;
    this.#happened = happened;
  }

  get now(): Ms {
    return this.#now();
  }

  nextId(): Id {
    this.#lastId += 2n;
    return String(this.#lastId);
  }

  ordersOf(customer: Id): readonly Order[] {
    return [...(this.#ordersOf.get(customer) ?? [])];
  }

  /** The orders that count as bought: neither tests nor cancelled. */
  boughtBy(customer: Id): readonly Order[] {
    return this.ordersOf(customer).filter((order) => !order.test && order.cancelledAt === null);
  }

  /** What somebody spent, after refunds. */
  spentBy(customer: Id): Decimal {
    const amounts = this.boughtBy(customer).map((order) => {
      const { received, refunded } = totalsOf(order);
      return subtractDecimals(received, refunded);
    });
    return sumDecimals(amounts);
  }

  addCustomer(wish: Wish<Customer> = {}): Customer {
    const at = this.now;
    const customer: Customer = {
      __typename: 'Customer',
      id: this.nextId(),
      createdAt: at,
      updatedAt: at,
      firstName: null,
      lastName: null,
      email: null,
      phone: null,
      emailConsent: NO_CONSENT,
      smsConsent: NO_CONSENT,
      whatsAppConsent: NO_CONSENT,
      locale: 'en',
      state: 'DISABLED',
      tags: [],
      note: null,
      verifiedEmail: true,
      taxExempt: false,
      dataSaleOptOut: false,
      addresses: [],
      metafields: [],
      rfmGroup: null,
      ...wish,
    };
    this.customers.add(customer);
    this.#happened({ topic: 'customers/create', about: customer });
    return customer;
  }

  changeCustomer(id: Id, change: Wish<Customer>): Customer {
    const customer = known(this.customers.get(id), 'customer', id);
    Object.assign(customer, { updatedAt: this.now, ...change });
    this.customers.changed();
    this.#happened({ topic: 'customers/update', about: customer });
    return customer;
  }

  setConsent(id: Id, channel: 'email' | 'sms', consent: Consent): Customer {
    const isEmail = channel === 'email';
    const customer = this.changeCustomer(id, isEmail ? { emailConsent: consent } : { smsConsent: consent });
    const topic = isEmail ? 'customers_email_marketing_consent/update' : 'customers_marketing_consent/update';
    this.#happened({ topic, about: customer });
    return customer;
  }

  addTags(id: Id, tags: readonly string[]): void {
    const customer = known(this.customers.get(id), 'customer', id);
    const fresh = tags.filter((tag) => !customer.tags.some((known) => known.toLowerCase() === tag.toLowerCase()));
    if (fresh.length === 0) return;
    this.changeCustomer(id, { tags: [...customer.tags, ...fresh].sort() });
    this.#happened({ topic: 'customer.tags_added', about: customer, tags: fresh });
  }

  removeTags(id: Id, tags: readonly string[]): void {
    const customer = known(this.customers.get(id), 'customer', id);
    const lower = new Set(tags.map((tag) => tag.toLowerCase()));
    const gone = customer.tags.filter((tag) => lower.has(tag.toLowerCase()));
    if (gone.length === 0) return;
    this.changeCustomer(id, { tags: customer.tags.filter((tag) => !gone.includes(tag)) });
    this.#happened({ topic: 'customer.tags_removed', about: customer, tags: gone });
  }

  /** Writes a metafield of a customer, and says how it is now. */
  setMetafield(
    id: Id,
    { namespace, key, type, value }: Pick<Metafield, 'key' | 'namespace' | 'type' | 'value'>,
  ): Metafield {
    const customer = known(this.customers.get(id), 'customer', id);
    const before = customer.metafields.find((one) => one.namespace === namespace && one.key === key);
    const metafield: Metafield = {
      __typename: 'Metafield',
      id: before?.id ?? this.nextId(),
      namespace,
      key,
      type,
      value,
      ownerType: 'CUSTOMER',
      createdAt: before?.createdAt ?? this.now,
      updatedAt: this.now,
    };
    this.changeCustomer(id, { metafields: [...customer.metafields.filter((one) => one !== before), metafield] });
    return metafield;
  }

  /** Takes a metafield of a customer away, and says whether there was one. */
  deleteMetafield(id: Id, { namespace, key }: Pick<Metafield, 'key' | 'namespace'>): boolean {
    const { metafields } = known(this.customers.get(id), 'customer', id);
    const rest = metafields.filter((one) => one.namespace !== namespace || one.key !== key);
    if (rest.length === metafields.length) return false;
    this.changeCustomer(id, { metafields: rest });
    return true;
  }

  /** Two customers become one: the orders and tags of the other go over, and the other is gone. */
  mergeCustomers(kept: Id, other: Id): void {
    const gone = known(this.customers.get(other), 'customer', other);
    for (const order of this.ordersOf(other)) this.changeOrder(order.id, { customer: kept });
    this.addTags(kept, gone.tags);
    this.customers.delete(other);
    this.#happened({ topic: 'customers/merge', kept, deleted: other });
  }

  /** Takes a customer away; the orders stay, as a guest's. */
  eraseCustomer(id: Id): void {
    known(this.customers.get(id), 'customer', id);
    for (const order of this.ordersOf(id)) this.changeOrder(order.id, { customer: null });
    this.customers.delete(id);
    this.#happened({ topic: 'customers/delete', about: { id } });
  }

  address(wish: Wish<Address>): Address {
    const { id = this.nextId(), ...rest } = wish;
    return { ...NO_ADDRESS, ...rest, id };
  }

  placeOrder(wish: OrderWish): Order {
    const { lines, shipping = [], paid = true, at = this.now, ...rest } = wish;
    const { currency } = this.facts;
    const order: Order = {
      __typename: 'Order',
      id: this.nextId(),
      number: ++this.#lastNumber,
      createdAt: at,
      processedAt: at,
      updatedAt: at,
      cancelledAt: null,
      cancelReason: null,
      closedAt: null,
      test: false,
      app: ONLINE_STORE,
      location: null,
      customer: null,
      email: null,
      phone: null,
      currency,
      presentmentCurrency: currency,
      rate: '1' as Decimal,
      taxesIncluded: true,
      lines: lines.map((line) => this.#line(line)),
      discounts: [],
      shipping: shipping.map((line) => ({
        __typename: 'ShippingLine',
        id: this.nextId(),
        code: line.title,
        allocations: [],
        ...line,
      })),
      transactions: [],
      refunds: [],
      returns: [],
      tags: [],
      note: null,
      edited: false,
      billingAddress: null,
      shippingAddress: null,
      company: null,
      metafields: [],
      ...rest,
    };
    if (paid) order.transactions = [this.#transaction(order, 'SALE', totalsOf(order).total, at)];
    this.orders.add(order);
    this.#own(order, null);
    this.#happened({ topic: 'orders/create', about: order });
    if (paid) this.#happened({ topic: 'orders/paid', about: order });
    this.#bought(order.customer);
    return order;
  }

  /** Money comes in for what is still open. */
  pay(id: Id): Order {
    const order = known(this.orders.get(id), 'order', id);
    const { total, received } = totalsOf(order);
    const sale = this.#transaction(order, 'SALE', subtractDecimals(total, received), this.now);
    this.changeOrder(id, { transactions: [...order.transactions, sale] });
    this.#happened({ topic: 'order_transactions/create', about: sale });
    this.#happened({ topic: 'orders/paid', about: order });
    this.#bought(order.customer);
    return order;
  }

  changeOrder(id: Id, change: Wish<Order>): Order {
    const order = this.changeUnseen(id, { updatedAt: this.now, ...change });
    this.#happened({ topic: 'orders/updated', about: order });
    return order;
  }

  /** A change that does not move `updatedAt` and is told to nobody. */
  changeUnseen(id: Id, change: Wish<Order>): Order {
    const order = known(this.orders.get(id), 'order', id);
    const before = order.customer;
    Object.assign(order, change);
    this.orders.changed();
    this.#own(order, before);
    return order;
  }

  cancel(id: Id, cancelReason: Order['cancelReason'] = 'CUSTOMER'): Order {
    const order = this.changeOrder(id, { cancelledAt: this.now, cancelReason });
    this.#happened({ topic: 'orders/cancelled', about: order });
    this.#bought(order.customer);
    return order;
  }

  /** Takes pieces off lines of an order that is already placed, and puts others on. */
  edit(id: Id, { add = [], remove = [] }: { add?: readonly LineWish[]; remove?: readonly Change[] }): Order {
    const order = known(this.orders.get(id), 'order', id);
    const lines = order.lines.map((line) => {
      const { delta = 0 } = remove.find((one) => one.line === line.id) ?? {};
      return { ...line, currentQuantity: Math.max(0, line.currentQuantity - delta) };
    });
    const added = add.map((line) => this.#line(line));
    this.changeOrder(id, { lines: [...lines, ...added], edited: true });
    const changes = added.map((line) => ({ line: line.id, delta: line.quantity }));
    this.#happened({ topic: 'orders/edited', about: order, added: changes, removed: remove });
    return order;
  }

  /** Gives money back, with pieces or without; by default all pieces and all the money that is left. */
  refund(id: Id, wish: RefundWish = {}): Refund {
    const order = known(this.orders.get(id), 'order', id);
    const refundId = this.nextId();
    const all = order.lines.map((line) => ({ line: line.id, quantity: line.currentQuantity }));
    const wished = wish.lines ?? (wish.amount === undefined ? all.filter(({ quantity }) => quantity > 0) : []);
    const lines = wished.map((one) => this.#refundLine(order, one));
    const { received, refunded } = totalsOf(order);
    const ofLines = sumDecimals(lines.map((one) => addDecimals(one.subtotal, order.taxesIncluded ? ZERO : one.tax)));
    const amount = wish.amount ?? (wish.lines === undefined ? subtractDecimals(received, refunded) : ofLines);
    const at = wish.at ?? this.now;
    const transaction = this.#transaction(order, 'REFUND', amount, at, wish.status);
    const refund: Refund = {
      __typename: 'Refund',
      id: refundId,
      order: id,
      return: wish.return ?? null,
      createdAt: at,
      updatedAt: at,
      note: wish.note ?? null,
      lines,
      transactions: [transaction],
    };
    this.changeOrder(id, {
      updatedAt: at,
      refunds: [...order.refunds, refund],
      transactions: [...order.transactions, transaction],
      lines: order.lines.map((line) => {
        const back = lines.filter((one) => one.line === line.id).reduce((sum, { quantity }) => sum + quantity, 0);
        return { ...line, currentQuantity: Math.max(0, line.currentQuantity - back) };
      }),
    });
    this.refunds.set(refundId, refund);
    this.#happened({ topic: 'refunds/create', about: refund });
    this.#happened({ topic: 'order_transactions/create', about: transaction });
    this.#bought(order.customer);
    return refund;
  }

  /** Pieces are to come back; money goes back by a refund. */
  openReturn(id: Id, lines: readonly { readonly line: Id; readonly quantity: number }[]): Return {
    const order = known(this.orders.get(id), 'order', id);
    const made: Return = {
      __typename: 'Return',
      id: this.nextId(),
      order: id,
      name: `#${order.number}-R${order.returns.length + 1}`,
      createdAt: this.now,
      closedAt: null,
      status: 'OPEN',
      lines: lines.map((one) => ({
        __typename: 'ReturnLineItem',
        id: this.nextId(),
        returnReason: 'UNWANTED',
        returnReasonNote: '',
        ...one,
      })),
    };
    this.changeOrder(id, { returns: [...order.returns, made] });
    return made;
  }

  closeReturn(id: Id, returned: Id): void {
    const order = known(this.orders.get(id), 'order', id);
    const closed = { status: 'CLOSED', closedAt: this.now } as const;
    this.changeOrder(id, { returns: order.returns.map((one) => (one.id === returned ? { ...one, ...closed } : one)) });
  }

  /** Takes an order away for good. */
  eraseOrder(id: Id): void {
    const order = known(this.orders.get(id), 'order', id);
    this.orders.delete(id);
    for (const refund of order.refunds) this.refunds.delete(refund.id);
    if (order.customer !== null) this.#ordersOf.get(order.customer)?.delete(order);
    this.#happened({ topic: 'orders/delete', about: { id } });
  }

  addProduct(
    wish: Wish<Omit<Product, 'variants'>, 'title'> & { variants?: readonly Wish<Variant, 'price'>[] },
  ): Product {
    const id = this.nextId();
    const at = this.now;
    const { variants = [{ price: '10' as Decimal }], ...rest } = wish;
    const product: Product = {
      __typename: 'Product',
      id,
      createdAt: at,
      updatedAt: at,
      handle: handleOf(wish.title),
      status: 'ACTIVE',
      vendor: this.facts.name,
      productType: '',
      tags: [],
      isGiftCard: false,
      category: null,
      variants: variants.map((variant) => ({
        __typename: 'ProductVariant',
        id: this.nextId(),
        product: id,
        title: 'Default Title',
        sku: null,
        ...variant,
      })),
      metafields: [],
      ...rest,
    };
    this.products.add(product);
    this.#happened({ topic: 'products/create', about: product });
    return product;
  }

  changeProduct(id: Id, change: Wish<Product>): Product {
    const product = known(this.products.get(id), 'product', id);
    Object.assign(product, { updatedAt: this.now, ...change });
    this.products.changed();
    this.#happened({ topic: 'products/update', about: product });
    return product;
  }

  /** Takes a product away; lines of orders keep its title and lose the product. */
  eraseProduct(id: Id): void {
    known(this.products.get(id), 'product', id);
    this.products.delete(id);
    this.#happened({ topic: 'products/delete', about: { id } });
  }

  addCollection(title: string, products: readonly Id[]): Collection {
    const collection: Collection = {
      __typename: 'Collection',
      id: this.nextId(),
      updatedAt: this.now,
      title,
      handle: handleOf(title),
      products,
    };
    this.collections.add(collection);
    return collection;
  }

  addLocation(name: string): Location {
    const at = this.now;
    const location: Location = {
      __typename: 'Location',
      id: this.nextId(),
      createdAt: at,
      updatedAt: at,
      name,
      isActive: true,
    };
    this.locations.add(location);
    return location;
  }

  /** A company of one branch, and of those who buy for it. */
  addCompany(name: string, customers: readonly Id[]): Company {
    const id = this.nextId();
    const at = { createdAt: this.now, updatedAt: this.now };
    const branch: Branch = { __typename: 'CompanyLocation', id: this.nextId(), company: id, name, ...at };
    const contacts = customers.map(
      (customer): Contact => ({
        __typename: 'CompanyContact',
        id: this.nextId(),
        company: id,
        customer,
        title: null,
        ...at,
      }),
    );
    const company: Company = {
      __typename: 'Company',
      id,
      ...at,
      name,
      externalId: null,
      note: null,
      branches: [branch],
      contacts,
    };
    this.companies.add(company);
    return company;
  }

  leaveCheckout(
    wish: Wish<Omit<AbandonedCheckout, 'lines'>> & { lines: readonly Omit<CheckoutLine, '__typename' | 'id'>[] },
  ): AbandonedCheckout {
    const id = this.nextId();
    const checkout: AbandonedCheckout = {
      __typename: 'AbandonedCheckout',
      id,
      name: `#${id}`,
      createdAt: this.now,
      updatedAt: this.now,
      completedAt: null,
      customer: null,
      email: null,
      currency: this.facts.currency,
      ...wish,
      lines: wish.lines.map((line) => ({ __typename: 'AbandonedCheckoutLineItem', id: this.nextId(), ...line })),
    };
    this.checkouts.add(checkout);
    this.#happened({ topic: 'checkouts/create', about: checkout });
    return checkout;
  }

  define(wish: Wish<MetafieldDefinition, 'key' | 'namespace' | 'ownerType' | 'type'>): MetafieldDefinition {
    const definition: MetafieldDefinition = {
      __typename: 'MetafieldDefinition',
      id: this.nextId(),
      name: wish.key,
      description: null,
      ...wish,
    };
    this.definitions.add(definition);
    return definition;
  }

  #line({ product: id, ...wish }: LineWish): LineItem {
    const product = id === undefined ? undefined : known(this.products.get(id), 'product', id);
    const variant = product?.variants[0];
    return {
      __typename: 'LineItem',
      id: this.nextId(),
      product: product?.id ?? null,
      variant: variant?.id ?? null,
      title: product?.title ?? 'Custom item',
      variantTitle: variant === undefined || variant.title === 'Default Title' ? null : variant.title,
      sku: variant?.sku ?? null,
      vendor: product?.vendor ?? null,
      currentQuantity: wish.quantity,
      price: variant?.price ?? ('10' as Decimal),
      allocations: [],
      taxes: [],
      isGiftCard: product?.isGiftCard ?? false,
      ...wish,
    };
  }

  #refundLine(order: Order, { line: id, quantity }: { readonly line: Id; readonly quantity: number }): RefundLine {
    const line = known(
      order.lines.find((one) => one.id === id),
      'line',
      id,
    );
    return {
      __typename: 'RefundLineItem',
      id: this.nextId(),
      order: order.id,
      line: id,
      quantity,
      restockType: 'RETURN',
      subtotal: partOfLine(line, quantity),
      tax: shareOf(lineTax(line), quantity, line.quantity),
    };
  }

  #transaction(
    order: Order,
    kind: Transaction['kind'],
    amount: Decimal,
    at: Ms,
    status: Transaction['status'] = 'SUCCESS',
  ): Transaction {
    return {
      __typename: 'OrderTransaction',
      id: this.nextId(),
      order: order.id,
      kind,
      status,
      gateway: 'bogus',
      amount,
      createdAt: at,
      processedAt: at,
    };
  }

  #own(order: Order, before: Id | null): void {
    if (before !== null && before !== order.customer) this.#ordersOf.get(before)?.delete(order);
    if (order.customer === null) return;
    const owned = this.#ordersOf.get(order.customer);
    if (owned === undefined) this.#ordersOf.set(order.customer, new Set([order]));
    else owned.add(order);
  }

  #bought(customer: Id | null): void {
    const about = customer === null ? undefined : this.customers.get(customer);
    if (about === undefined) return;
    about.updatedAt = this.now;
    this.customers.changed();
    this.#happened({ topic: 'customers/purchasing_summary', about });
  }
}

const NO_ADDRESS: Omit<Address, 'id'> = {
  __typename: 'MailingAddress',
  firstName: null,
  lastName: null,
  company: null,
  address1: null,
  address2: null,
  city: null,
  province: null,
  provinceCode: null,
  zip: null,
  country: null,
  countryCode: null,
  phone: null,
};

/** What a title is in an address. */
function handleOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** For what a test drives: a thing that is not there is a mistake of the test. */
function known<T>(thing: T | undefined, what: string, id: Id): T {
  if (thing === undefined) throw new RangeError(`there is no ${what} ${id}`);
  return thing;
}
