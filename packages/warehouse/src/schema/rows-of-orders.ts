/**
 * What is asked of single orders, purchases and refunds. Rows of before get it from their bodies, where whole shops are
 * derived anew (`restateByCustomer`): an hour of the shop's clock is none of SQL's business.
 */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  customer_orders: [
    'hour UInt8',
    'discount Nullable(Decimal(18, 6))',
    'codes Array(String)',
    'channel_id String',
    'location String',
    'app String',
    'line_sku Array(String)',
    'line_amount Array(Nullable(Decimal(18, 6)))',
    'line_discount Array(Nullable(Decimal(18, 6)))',
    'line_discounted Array(Bool)',
    'line_codes Array(Array(String))',
    "refund_at Array(DateTime64(3, 'UTC'))",
    'refund_day Array(Date32)',
    'refund_hour Array(UInt8)',
    'refund_amount Array(Nullable(Decimal(18, 6)))',
  ],
  customer_refunds: ['hour UInt8', 'channel_kind LowCardinality(String)', 'channel_id String'],
};

export const ROWS_OF_ORDERS_STATEMENTS = Object.entries(ADDED).flatMap(([table, columns]) =>
  columns.map((column) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column}`),
);

/** What the product of a purchase is asked for; its tags in lower case. Rows of before have it from their bodies. */
export const PRODUCT_STATEMENTS = [
  "ALTER TABLE products ADD COLUMN IF NOT EXISTS category String DEFAULT JSONExtractString(body, 'category')",
  "ALTER TABLE products ADD COLUMN IF NOT EXISTS vendor String DEFAULT JSONExtractString(body, 'vendor')",
  `ALTER TABLE products ADD COLUMN IF NOT EXISTS tags Array(String)
   DEFAULT arrayDistinct(arrayMap(tag -> lowerUTF8(tag), JSONExtract(body, 'tags', 'Array(String)')))`,
];
