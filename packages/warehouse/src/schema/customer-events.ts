/**
 * Events once more, clustered by customer, as `by-customer.ts` has the other facts. `properties` holds each property
 * under its name behind a letter for its type: see `propertyColumn`.
 */
export const CUSTOMER_EVENT_STATEMENTS = [
  `CREATE TABLE customer_events (
  shop LowCardinality(String),
  customer_no UInt32,
  connection LowCardinality(String),
  external_id String,
  version UInt128,
  gone Bool,
  at DateTime64(3, 'UTC'),
  day Date32,
  hour UInt8,
  name LowCardinality(String),
  custom_name LowCardinality(String),
  channel_kind LowCardinality(String),
  channel_id LowCardinality(String),
  product String,
  campaign LowCardinality(String),
  properties Map(String, String)
) ENGINE = ReplacingMergeTree(version) ORDER BY (shop, customer_no, connection, external_id)`,
  'ALTER TABLE customer_events MODIFY SETTING min_compress_block_size = 4096',
];
