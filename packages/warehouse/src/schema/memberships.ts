/**
 * Memberships are append-only changes. `touched` was the journal of whom a batch concerns: it is written before the
 * batch's facts, so that a crash in between can only derive too much: see `journals.ts`.
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

const STATE_COLUMNS = `
  shop LowCardinality(String),
  segment LowCardinality(String),
  profile_no UInt32,
  at DateTime64(3, 'UTC'),
  evaluation UInt64,
  entered Bool`;

/**
 * The newest change of each profile in each segment, from either side: whoever entered last is a member. Both follow
 * the changes, and writing a change again alters nothing.
 */
export const MEMBER_STATEMENTS = [
  `CREATE TABLE members (${STATE_COLUMNS}
) ENGINE = ReplacingMergeTree(evaluation) ORDER BY (shop, segment, profile_no)`,
  `CREATE TABLE members_by_profile (${STATE_COLUMNS}
) ENGINE = ReplacingMergeTree(evaluation) ORDER BY (shop, profile_no, segment)`,
  // So that the changes of the newest evaluations are found without reading those before them.
  'ALTER TABLE membership_changes ADD INDEX IF NOT EXISTS evaluations evaluation TYPE minmax',
  'ALTER TABLE membership_changes MATERIALIZE INDEX evaluations SETTINGS mutations_sync = 2',
  ...['members', 'members_by_profile'].map(
    (table) => `INSERT INTO ${table} (shop, segment, profile_no, at, evaluation, entered)
  SELECT shop, segment, profile_no, at, evaluation, entered FROM membership_changes`,
  ),
];
