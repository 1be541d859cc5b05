/**
 * Who the records are about. A customer record has a dense number of its own for good (`customer_keys`), so what is
 * kept by customer never moves when identity changes its mind; `profile_of` is the identity map, apart from the records.
 */
const IDENTIFIER_COLUMNS = `
  shop LowCardinality(String),
  key String,
  customer_no UInt32,
  name_key UInt64,
  version UInt128,
  gone Bool`;

export const PEOPLE_TABLES = [
  `CREATE TABLE customer_keys (
  shop LowCardinality(String),
  connection LowCardinality(String),
  external_id String,
  customer_no UInt32
) ENGINE = MergeTree ORDER BY (shop, connection, external_id)`,
  `CREATE TABLE customer_keys_by_no (
  shop LowCardinality(String),
  customer_no UInt32,
  connection LowCardinality(String),
  external_id String
) ENGINE = MergeTree ORDER BY (shop, customer_no)`,
  `CREATE TABLE customers (
  shop LowCardinality(String),
  customer_no UInt32,
  connection LowCardinality(String),
  external_id String,
  version UInt128,
  content UInt64,
  gone Bool,
  body String CODEC(ZSTD(3)),
  created_at Nullable(DateTime64(3, 'UTC')),
  created_day Nullable(Date32),
  email_domain String,
  language LowCardinality(String),
  countries Array(LowCardinality(String)),
  tags Array(String)
) ENGINE = ReplacingMergeTree(version) ORDER BY (shop, customer_no)`,
  // Who carries a value, and what a customer record carries or carried (\`gone\`); a name is only ever compared, so it is a hash.
  `CREATE TABLE identifiers (${IDENTIFIER_COLUMNS}) ENGINE = ReplacingMergeTree(version) ORDER BY (shop, key, customer_no)`,
  `CREATE TABLE customer_identifiers (${IDENTIFIER_COLUMNS}) ENGINE = ReplacingMergeTree(version) ORDER BY (shop, customer_no, key)`,
  // Values that too many names carry, as of the latest resolution that looked at them.
  `CREATE TABLE shared_values (
  shop LowCardinality(String),
  key String,
  version UInt64,
  shared Bool
) ENGINE = ReplacingMergeTree(version) ORDER BY (shop, key)`,
  `CREATE TABLE profile_of (
  shop LowCardinality(String),
  customer_no UInt32,
  profile_no UInt32,
  version UInt64
) ENGINE = ReplacingMergeTree(version) ORDER BY (shop, customer_no)`,
  // The same map by profile. It may name too many customers (never too few): readers check with \`profile_of\`.
  `CREATE TABLE customers_of (
  shop LowCardinality(String),
  profile_no UInt32,
  customer_no UInt32
) ENGINE = ReplacingMergeTree ORDER BY (shop, profile_no, customer_no)`,
  // Public ids, found from either side.
  `CREATE TABLE profile_ids (
  shop LowCardinality(String),
  profile_no UInt32,
  profile_id String
) ENGINE = MergeTree ORDER BY (shop, profile_no)`,
  `CREATE TABLE profile_nos (
  shop LowCardinality(String),
  profile_id String,
  profile_no UInt32
) ENGINE = MergeTree ORDER BY (shop, profile_id)`,
];
