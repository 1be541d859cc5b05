/**
 * Memberships are append-only changes; who is a member now is whoever entered last. `touched` is the journal of whom a
 * batch concerns: it is written before the batch's facts, so that a crash in between can only derive too much.
 */
export const MEMBERSHIP_TABLES = [
  `CREATE TABLE touched (
  shop LowCardinality(String),
  batch UInt64,
  customer_no UInt32
) ENGINE = MergeTree ORDER BY (shop, batch, customer_no)`,
  // The same of profiles, written before the identity map changes: whose row must be derived anew.
  `CREATE TABLE dirty_profiles (
  shop LowCardinality(String),
  batch UInt64,
  profile_no UInt32
) ENGINE = MergeTree ORDER BY (shop, batch, profile_no)`,
  `CREATE TABLE membership_changes (
  shop LowCardinality(String),
  segment String,
  profile_no UInt32,
  at DateTime64(3, 'UTC'),
  evaluation UInt64,
  entered Bool,
  cause LowCardinality(String)
) ENGINE = ReplacingMergeTree ORDER BY (shop, segment, profile_no, evaluation)`,
];
