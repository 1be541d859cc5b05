import {
  addDecimals,
  type Decimal,
  decimalSum,
  RECORD_KINDS,
  type RecordKind,
  type ShopId,
  subtractDecimals,
} from '@clientele/model';
import type { Sql } from '../sql.js';

/** Sums of a shop in its own currency; orders without a rate to it are left out and counted. */
export interface Revenue {
  /** What the orders that count came to, before refunds. */
  readonly gross: Decimal;
  /** Gross and adjustments of the books, less all refunds. */
  readonly net: Decimal;
  /** The same of orders and refunds that name a customer. */
  readonly grossOfCustomers: Decimal;
  readonly netOfCustomers: Decimal;
  readonly ordersWithoutRate: number;
}

export interface RecordCounts {
  /** Orders that count: sales, neither cancelled nor trials. */
  readonly orders: number;
  readonly ordersWithCustomer: number;
  readonly customers: number;
  readonly refunds: number;
  readonly products: number;
  readonly events: number;
  readonly consents: number;
}

export interface ShopCounts {
  readonly records: RecordCounts;
  readonly revenue: Revenue;
}

/** The table of the facts of each kind. */
const TABLES: Readonly<Record<RecordKind, string>> = {
  customer: 'customers',
  order: 'orders',
  refund: 'refunds',
  product: 'products',
  event: 'events',
  consent: 'consents',
};

/** How many records of each kind a connection says that are not gone. */
export async function connectionCounts(
  sql: Sql,
  shop: ShopId,
  connection: string,
): Promise<ReadonlyMap<RecordKind, number>> {
  const rows = await sql.query<{ kind: RecordKind; records: string }>(
    RECORD_KINDS.map(
      (kind) =>
        `SELECT '${kind}' AS kind, toString(count()) AS records FROM ${TABLES[kind]} FINAL
         WHERE shop = {shop:String} AND connection = {connection:String} AND NOT gone`,
    ).join(' UNION ALL '),
    { shop, connection },
  );
  return new Map(rows.map(({ kind, records }) => [kind, Number(records)]));
}

export async function shopCounts(sql: Sql, shop: ShopId): Promise<ShopCounts> {
  const [orders] = await sql.query<Record<string, string>>(
    `SELECT
       toString(countIf(counted)) AS orders,
       toString(countIf(counted AND customer_no != 0)) AS with_customer,
       toString(countIf(counted AND total IS NULL)) AS without_rate,
       toString(sumIf(ifNull(total, 0), counted)) AS gross,
       toString(sumIf(ifNull(total, 0), counted AND customer_no != 0)) AS gross_of_customers,
       toString(sumIf(ifNull(total, 0), purpose = 'adjustment')) AS adjusted,
       toString(sumIf(ifNull(total, 0), purpose = 'adjustment' AND customer_no != 0)) AS adjusted_of_customers,
       toString(sumIf(ifNull(refunded, 0), counted)) AS given_back,
       toString(sumIf(ifNull(refunded, 0), counted AND customer_no != 0)) AS given_back_of_customers
     FROM orders FINAL WHERE shop = {shop:String} AND NOT gone`,
    { shop },
  );
  const [refunds] = await sql.query<Record<string, string>>(
    `SELECT toString(count()) AS refunds, toString(sum(ifNull(amount, 0))) AS given_back,
       toString(sumIf(ifNull(amount, 0), customer_no != 0)) AS given_back_of_customers
     FROM refunds FINAL WHERE shop = {shop:String} AND NOT gone`,
    { shop },
  );
  const others = await sql.query<{ kind: string; records: string }>(
    ['customers', 'products', 'events', 'consents']
      .map(
        (table) =>
          `SELECT '${table}' AS kind, toString(count()) AS records FROM ${table} FINAL WHERE shop = {shop:String} AND NOT gone`,
      )
      .join(' UNION ALL '),
    { shop },
  );
  const counted = (kind: string) => Number(others.find((row) => row.kind === kind)?.records ?? 0);
  return {
    records: {
      orders: Number(orders?.orders ?? 0),
      ordersWithCustomer: Number(orders?.with_customer ?? 0),
      customers: counted('customers'),
      refunds: Number(refunds?.refunds ?? 0),
      products: counted('products'),
      events: counted('events'),
      consents: counted('consents'),
    },
    revenue: {
      gross: decimalSum(orders?.gross ?? '0'),
      net: net(orders?.gross, orders?.adjusted, orders?.given_back, refunds?.given_back),
      grossOfCustomers: decimalSum(orders?.gross_of_customers ?? '0'),
      netOfCustomers: net(
        orders?.gross_of_customers,
        orders?.adjusted_of_customers,
        orders?.given_back_of_customers,
        refunds?.given_back_of_customers,
      ),
      ordersWithoutRate: Number(orders?.without_rate ?? 0),
    },
  };
}

function net(gross = '0', adjusted = '0', refundedInOrders = '0', refundDocuments = '0'): Decimal {
  const taken = addDecimals(decimalSum(gross), decimalSum(adjusted));
  return subtractDecimals(taken, addDecimals(decimalSum(refundedInOrders), decimalSum(refundDocuments)));
}
