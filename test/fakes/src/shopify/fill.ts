import {
  type CustomerRecord,
  compareDecimals,
  msOfInstant,
  type OrderLine,
  type OrderRecord,
  type ProductRecord,
  ZERO,
} from '@clientele/model';
import type { Id } from './gid.js';
import type { Allocation, Discount } from './order.js';
import { ONLINE_STORE, TILL } from './place.js';
import type { LineWish, Shop } from './shop.js';

/** What a shop can be filled with: records of one connection, customers and products before the orders that name them. */
export type Filling = CustomerRecord | OrderRecord | ProductRecord;

/** Under which number each thing came to be in the shop, by its external id. */
export interface Filled {
  readonly customers: ReadonlyMap<string, Id>;
  readonly orders: ReadonlyMap<string, Id>;
  readonly products: ReadonlyMap<string, Id>;
}

/** Gives a shop the past that records tell of, such as those of a generated world. */
export function fillShop(shop: Shop, records: Iterable<Filling>): Filled {
  const customers = new Map<string, Id>();
  const orders = new Map<string, Id>();
  const products = new Map<string, Id>();
  for (const record of records) {
    if (record.kind === 'customer') customers.set(record.externalId, addCustomer(shop, record));
    else if (record.kind === 'product') products.set(record.externalId, addProduct(shop, record));
    else orders.set(record.externalId, addOrder(shop, record, customers, products));
  }
  return { customers, orders, products };
}

function addCustomer(shop: Shop, record: CustomerRecord): Id {
  const { email = null, phone = null, firstName = null, lastName = null, language = 'en', tags, addresses } = record;
  const at = msOfInstant(record.createdAt ?? record.version.updatedAt);
  const lived = addresses.map(({ country = null, city = null }) =>
    shop.address({ firstName, lastName, countryCode: country, country, city }),
  );
  const when = { createdAt: at, updatedAt: msOfInstant(record.version.updatedAt) };
  return shop.addCustomer({ email, phone, firstName, lastName, locale: language, tags, addresses: lived, ...when }).id;
}

function addProduct(shop: Shop, { title, vendor, tags, version }: ProductRecord): Id {
  const at = msOfInstant(version.updatedAt);
  return shop.addProduct({ title, tags, createdAt: at, updatedAt: at, ...(vendor !== undefined && { vendor }) }).id;
}

function addOrder(
  shop: Shop,
  record: OrderRecord,
  customers: ReadonlyMap<string, Id>,
  products: ReadonlyMap<string, Id>,
): Id {
  const discounts: Discount[] = [];
  const lines = record.lines.map((line): LineWish => {
    const product = line.product === undefined ? undefined : products.get(line.product);
    return {
      quantity: Number(line.quantity),
      price: line.listPrice,
      title: line.title ?? line.sku ?? 'Custom item',
      allocations: allocationsOf(line, discounts),
      taxes: line.taxes.map(({ title, amount, rate = ZERO }) => ({ title, price: amount, rate: Number(rate) })),
      ...(product !== undefined && { product }),
    };
  });
  const order = shop.placeOrder({
    lines,
    discounts,
    at: msOfInstant(record.placedAt),
    test: record.test,
    app: record.channel.kind === 'till' ? TILL : ONLINE_STORE,
    customer: (record.customer === undefined ? undefined : customers.get(record.customer)) ?? null,
    taxesIncluded: record.taxesIncluded,
  });
  for (const { amount, at } of record.refunds)
    if (compareDecimals(amount, ZERO) > 0) shop.refund(order.id, { amount, at: msOfInstant(at) });
  if (record.cancelledAt !== undefined) shop.cancel(order.id);
  return order.id;
}

/** The discounts of a line, each added to those of the order. */
function allocationsOf({ discounts }: OrderLine, all: Discount[]): readonly Allocation[] {
  return discounts.map(({ amount, code, title = 'Discount' }) => {
    const kind = code === undefined ? 'automatic' : 'code';
    const index = all.push({ kind, name: code ?? title, targetType: 'LINE_ITEM' }) - 1;
    return { discount: index, amount };
  });
}
