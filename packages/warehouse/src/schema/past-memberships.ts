/**
 * What is worked out of the time before a segment was first evaluated, apart from what was observed: a row for each
 * profile that was a member then, with the instants from which on and before which it was, in pairs.
 */
export const PAST_MEMBERSHIP_STATEMENTS = [
  `CREATE TABLE past_memberships (
  shop LowCardinality(String),
  segment LowCardinality(String),
  profile_no UInt32,
  entered_at Array(DateTime64(3, 'UTC')),
  left_at Array(DateTime64(3, 'UTC'))
) ENGINE = ReplacingMergeTree ORDER BY (shop, segment, profile_no)`,
];
