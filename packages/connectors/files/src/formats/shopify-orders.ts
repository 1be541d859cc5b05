import type { Item } from '@clientele/connector-kit';
import {
  type ChannelKind,
  type Decimal,
  type Instant,
  msOfInstant,
  timeZone,
  toMillionths,
  ZERO,
} from '@clientele/model';
import { parseMoment } from '../moment.js';
import type { Row } from '../table/row.js';
import { findColumns } from './columns.js';
import type { TableFormat } from './format.js';
import { GatheredCustomers } from './gathered-customers.js';
import { LatestProducts } from './latest-products.js';
import { orderRows } from './order-rows.js';
import { SHOPIFY_COLUMNS, type ShopifyCell } from './shopify-columns.js';
import { readShopifyLine, readShopifyMoney, type ShopifyLine, type ShopifyMoney } from './shopify-money.js';
import { saidOfShopifyCustomer, shippingAddress, shopifyConsent, shopifyCustomerId } from './shopify-person.js';
import { TableItems } from './table-items.js';

/** What the export calls the sources whose kind we know; anything else (an app's number, a draft) is `other`. */
const CHANNEL_KINDS: Readonly<Record<string, ChannelKind>> = {
  web: 'online_store',
  pos: 'till',
  android: 'till',
  iphone: 'till',
  amazon: 'marketplace',
  ebay: 'marketplace',
  etsy: 'marketplace',
  facebook: 'social',
  instagram: 'social',
  pinterest: 'social',
  tiktok: 'social',
};

const MOMENTS = ['createdAt', 'paidAt', 'fulfilledAt', 'cancelledAt'] as const;
type Moments = Partial<Record<(typeof MOMENTS)[number], Instant>> & { readonly createdAt: Instant };

/** The orders CSV of a Shopify admin: the first row of an order has its own values, each row one of its lines. */
export const shopifyOrders: TableFormat = {
  name: 'shopify-orders',
  summary: 'the orders CSV that a Shopify admin exports',
  columns: SHOPIFY_COLUMNS,
  open(table, options) {
    const { positions } = findColumns(SHOPIFY_COLUMNS, table.columns);
    const zone = options.timeZone ?? timeZone('UTC');
    const items = new TableItems(table);
    const products = new LatestProducts();
    const customers = new GatheredCustomers(items);
    return orderRows(items, {
      keyName: 'Name',
      keyOf: (row) => row.cells[positions.name]?.trim() ?? '',
      read,
      *end() {
        yield* products.records(items, (at) => at as Instant);
        yield* customers.records();
      },
    });

    function read(name: string, rows: readonly Row[]): readonly Item[] {
      const headRow = rows.find((row) => cells(row)('createdAt') !== undefined);
      if (headRow === undefined) return [items.refuse(rows, "no row of the order has a value in 'Created at'")];
      const head = cells(headRow);
      const moments = readMoments(head);
      if (typeof moments === 'string') return [items.refuse(rows, moments)];
      const currency = head('currency') ?? options.currency;
      if (currency === undefined) return [items.refuse(rows, 'Currency is empty; name it with --currency')];

      const made: Item[] = [];
      const lines: ShopifyLine[] = [];
      const good: Row[] = [];
      for (const row of rows) {
        const line = readShopifyLine(cells(row));
        if (typeof line === 'string') made.push(items.refuse([row], line));
        else {
          lines.push(line);
          good.push(row);
          products.see(productOf(line), line.name, moments.createdAt, row, line.vendor);
        }
      }
      if (good.length === 0) return made;
      const money = readShopifyMoney(head, lines);
      if (typeof money === 'string') return [...made, items.refuse(good, money)];

      made.push(items.record(orderOf(name, head, moments, currency, lines, money), good));
      const customer = shopifyCustomerId(head);
      if (customer === undefined) return made;
      made.push(...customers.see(customer, saidOfShopifyCustomer(head), moments.createdAt, [headRow]));
      const consent = shopifyConsent(head, customer, moments.createdAt);
      if (consent !== undefined) made.push(items.record(consent, [headRow], 0));
      return made;
    }

    function cells(row: Row): ShopifyCell {
      return (column) => row.cells[positions[column]]?.trim() || undefined;
    }

    function readMoments(head: ShopifyCell): Moments | string {
      const moments: Partial<Record<(typeof MOMENTS)[number], Instant>> = {};
      for (const column of MOMENTS) {
        const text = head(column);
        if (text === undefined) continue;
        const moment = parseMoment(text, 'iso', zone);
        if (moment === undefined) {
          return `'${SHOPIFY_COLUMNS[column].names[0]}' is not a date such as 2024-03-01 10:00:00 -0500`;
        }
        moments[column] = moment;
      }
      const { createdAt } = moments;
      return createdAt === undefined ? "'Created at' is empty" : { ...moments, createdAt };
    }
  },
};

/** The export has no product ids; the SKU stands for the product, else its name. */
function productOf(line: ShopifyLine): string {
  return line.sku ?? line.name;
}

function orderOf(
  name: string,
  head: ShopifyCell,
  moments: Moments,
  currency: string,
  lines: readonly ShopifyLine[],
  money: ShopifyMoney,
) {
  const externalId = head('id') ?? name;
  const source = head('source') ?? 'web';
  return {
    kind: 'order' as const,
    externalId,
    version: {
      updatedAt: latest(Object.values(moments)),
      // A refund changes no date of the export; refunds only grow.
      tiebreak: tiebreak(money.refunded, lines.length),
    },
    name,
    placedAt: moments.createdAt,
    cancelledAt: moments.cancelledAt,
    channel: { id: source, kind: CHANNEL_KINDS[source.toLowerCase()] ?? 'other' },
    location: head('location'),
    customer: shopifyCustomerId(head),
    currency,
    taxesIncluded: money.taxesIncluded,
    lines: [...lines.map(productLine), ...charges(head, money)],
    discounts: money.orderDiscount === ZERO ? [] : [{ amount: money.orderDiscount, code: head('discountCode') }],
    refunds:
      money.refunded === ZERO
        ? []
        : [{ id: 'refunded', at: moments.cancelledAt ?? latest(Object.values(moments)), amount: money.refunded }],
    total: money.total,
    shipTo: shippingAddress(head),
    toAnotherPerson: toAnotherPerson(head),
  };
}

/** The numbers of lines that a tiebreak tells apart. */
const LINES = 256;
const EXACT_STEPS = 2n ** 20n;

/** A larger refund is newer; of the same one, the order of which more rows could be read. */
function tiebreak(refunded: Decimal, lines: number): number {
  return refundedSteps(refunded) * LINES + Math.min(lines, LINES - 1);
}

/** More for more money, in 24 bits: by hundredths to begin with, by double the step each time the money doubles. */
function refundedSteps(refunded: Decimal): number {
  let steps = toMillionths(refunded) / 10_000n;
  let doublings = 0n;
  while (steps >= EXACT_STEPS) {
    steps /= 2n;
    doublings += 1n;
  }
  return Number((doublings * EXACT_STEPS) / 2n + steps);
}

function productLine(line: ShopifyLine, index: number) {
  return {
    id: String(index + 1),
    product: productOf(line),
    sku: line.sku,
    title: line.name,
    quantity: line.quantity,
    listPrice: line.price,
    discounts: line.discount === ZERO ? [] : [{ amount: line.discount }],
  };
}

function charges(head: ShopifyCell, money: ShopifyMoney) {
  const charge = (id: string, title: string, listPrice: string) =>
    listPrice === ZERO ? [] : [{ id, kind: 'charge' as const, title, quantity: '1', listPrice }];
  return [
    ...charge('shipping', head('shippingMethod') ?? 'Shipping', money.shipping),
    ...charge('taxes', 'Taxes', money.addedTaxes),
  ];
}

function toAnotherPerson(head: ShopifyCell): boolean | undefined {
  const buyer = head('billingName')?.toLowerCase();
  const receiver = head('shippingName')?.toLowerCase();
  return buyer === undefined || receiver === undefined ? undefined : buyer !== receiver;
}

function latest(moments: readonly Instant[]): Instant {
  return moments.reduce((later, moment) => (msOfInstant(moment) > msOfInstant(later) ? moment : later));
}
