/**
 * What people decided by hand about segments, by customer record: who is a profile may change, a decision does not. Of each
 * record and segment the newest counts; `change` is the number under which the ledger knows who decided, when and why.
 */
export const LIST_STATEMENTS = [
  `CREATE TABLE list_entries (
  shop LowCardinality(String),
  segment LowCardinality(String),
  customer_no UInt32,
  change UInt64,
  decided LowCardinality(String)
) ENGINE = ReplacingMergeTree ORDER BY (shop, segment, customer_no, change)`,
];
