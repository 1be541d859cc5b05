/**
 * Facts: what connections say, one row a record, replaced whole by a newer version. Keys hold nothing that can
 * change; `version` makes the order of arrival irrelevant; `gone` marks what its source deleted. `body` is the whole
 * record as canonical JSON; the other columns are what SQL needs of it.
 */
const FACT_COLUMNS = `
  shop LowCardinality(String),
  connection LowCardinality(String),
  external_id String,
  version UInt128,
  content UInt64,
  gone Bool,
  body String CODEC(ZSTD(3)),
  customer_no UInt32`;

const FACT_ENGINE = `ENGINE = ReplacingMergeTree(version) ORDER BY (shop, connection, external_id)`;

export const FACT_TABLES = [
  `CREATE TABLE orders (${FACT_COLUMNS},
  at DateTime64(3, 'UTC'),
  day Date32,
  purpose LowCardinality(String),
  counted Bool,
  total Nullable(Decimal(18, 6)),
  refunded Nullable(Decimal(18, 6))
) ${FACT_ENGINE}`,
  `CREATE TABLE refunds (${FACT_COLUMNS},
  at DateTime64(3, 'UTC'),
  day Date32,
  amount Nullable(Decimal(18, 6))
) ${FACT_ENGINE}`,
  `CREATE TABLE products (${FACT_COLUMNS},
  title String
) ${FACT_ENGINE}`,
  `CREATE TABLE events (${FACT_COLUMNS},
  name LowCardinality(String),
  at DateTime64(3, 'UTC'),
  day Date32
) ${FACT_ENGINE}`,
  `CREATE TABLE consents (${FACT_COLUMNS},
  state LowCardinality(String)
) ${FACT_ENGINE}`,
];
