/**
 * Facts once more, clustered by customer: everything about one person lies together. A row whose record moved to
 * another customer or was deleted is `gone`; the tombstone and the new row are written in one block.
 */
const KEY = `
  shop LowCardinality(String),
  customer_no UInt32,
  connection LowCardinality(String),
  external_id String,
  version UInt128,
  gone Bool`;

const ENGINE = `ENGINE = ReplacingMergeTree(version) ORDER BY (shop, customer_no, connection, external_id)`;

export const BY_CUSTOMER_TABLES = [
  `CREATE TABLE customer_orders (${KEY},
  at DateTime64(3, 'UTC'),
  day Date32,
  counted Bool,
  total Nullable(Decimal(18, 6)),
  discounted Bool,
  refunded Nullable(Decimal(18, 6)),
  channel_kind LowCardinality(String),
  gift Bool,
  line_product Array(String),
  line_quantity Array(Decimal(18, 6))
) ${ENGINE}`,
  `CREATE TABLE customer_refunds (${KEY},
  at DateTime64(3, 'UTC'),
  day Date32,
  amount Nullable(Decimal(18, 6))
) ${ENGINE}`,
  `CREATE TABLE customer_consents (${KEY},
  channel LowCardinality(String),
  address String,
  state LowCardinality(String),
  at DateTime64(3, 'UTC')
) ${ENGINE}`,
];
