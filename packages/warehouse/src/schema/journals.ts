/**
 * The journals by shop, so that what is consumed goes with its partition, and no row of another shop is written anew.
 * `touched_customers` says whom a batch concerns: it is written before the batch's facts, so that a crash in between can
 * only derive too much. `profiles_to_derive` says whose row must be derived anew: it is written before the identity map
 * changes.
 */
export const JOURNAL_STATEMENTS = [
  `CREATE TABLE touched_customers (
  shop LowCardinality(String),
  batch UInt64,
  customer_no UInt32
) ENGINE = MergeTree PARTITION BY shop ORDER BY (batch, customer_no)`,
  `CREATE TABLE profiles_to_derive (
  shop LowCardinality(String),
  batch UInt64,
  profile_no UInt32
) ENGINE = MergeTree PARTITION BY shop ORDER BY (batch, profile_no)`,
  // Of batches that are not derived yet; those that are go with the next derivation.
  'INSERT INTO touched_customers (shop, batch, customer_no) SELECT shop, batch, customer_no FROM touched SETTINGS max_partitions_per_insert_block = 0',
  'INSERT INTO profiles_to_derive SELECT shop, batch, profile_no FROM dirty_profiles SETTINGS max_partitions_per_insert_block = 0',
];

/** A step of its own: the one before it could not be run again without them. */
export const FORMER_JOURNALS = ['DROP TABLE IF EXISTS touched SYNC', 'DROP TABLE IF EXISTS dirty_profiles SYNC'];

/** Which sources of profiles a batch touched a customer in; all where a release of before did not say. */
export const TOUCHED_SOURCES_STATEMENTS = [
  `ALTER TABLE touched_customers ADD COLUMN IF NOT EXISTS sources Array(LowCardinality(String))
   DEFAULT ['orders', 'customers', 'refunds', 'consents']`,
];
