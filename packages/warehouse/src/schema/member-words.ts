/**
 * Memberships in words: 64 segments are the bits of one (see `memberBit` of segmentation), so that many segments of many
 * profiles take few rows. A segment has its place for good: it is never given to another.
 */
export const FORMER_MEMBER_STATEMENTS = [
  'RENAME TABLE IF EXISTS membership_changes TO former_membership_changes',
  'DROP TABLE IF EXISTS members SYNC',
  'DROP TABLE IF EXISTS members_by_profile SYNC',
];

export const MEMBER_WORD_STATEMENTS = [
  `CREATE TABLE segment_places (
  shop LowCardinality(String),
  segment String,
  place UInt32
) ENGINE = ReplacingMergeTree ORDER BY (shop, segment)`,
  // What evaluations changed (`changed`), who was a member then (`bits`) and who had been until then (`ever`); by profile.
  `CREATE TABLE membership_changes (
  shop LowCardinality(String),
  profile_no UInt32,
  word_no UInt16,
  evaluation UInt64,
  at DateTime64(3, 'UTC'),
  cause LowCardinality(String),
  changed UInt64,
  bits UInt64,
  ever UInt64,
  INDEX evaluations evaluation TYPE minmax
) ENGINE = ReplacingMergeTree ORDER BY (shop, profile_no, word_no, evaluation)`,
  'ALTER TABLE membership_changes MODIFY SETTING min_compress_block_size = 4096',
  // The newest of each profile, found by segment: it follows the changes, and writing one again alters nothing. Of one
  // segment the newest row counts among those that have it in `ever`, whatever the engine has merged: so nothing has to be
  // merged to read it.
  `CREATE TABLE members (
  shop LowCardinality(String),
  word_no UInt16,
  profile_no UInt32,
  evaluation UInt64,
  bits UInt64,
  ever UInt64
) ENGINE = ReplacingMergeTree(evaluation) ORDER BY (shop, word_no, profile_no)`,
  `INSERT INTO segment_places (shop, segment, place)
   SELECT shop, segment, row_number() OVER (PARTITION BY shop ORDER BY first, segment) - 1
   FROM (SELECT shop, segment, min(evaluation) AS first FROM former_membership_changes GROUP BY shop, segment)`,
  `INSERT INTO membership_changes (shop, profile_no, word_no, evaluation, at, cause, changed, bits, ever)
   SELECT shop, profile_no, word_no, evaluation, at, cause, changed, groupBitXor(changed) OVER until, groupBitOr(changed) OVER until
   FROM (
     SELECT shop, profile_no, toUInt16(intDiv(place, 64)) AS word_no, evaluation, any(at) AS at, any(cause) AS cause,
       groupBitOr(bitShiftLeft(toUInt64(1), place % 64)) AS changed
     FROM former_membership_changes INNER JOIN segment_places USING (shop, segment)
     GROUP BY shop, profile_no, word_no, evaluation
   ) WINDOW until AS (
     PARTITION BY shop, profile_no, word_no ORDER BY evaluation ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`,
  `INSERT INTO members (shop, word_no, profile_no, evaluation, bits, ever)
   SELECT shop, word_no, profile_no, evaluation, bits, ever FROM membership_changes`,
];

export const NO_FORMER_MEMBER_STATEMENTS = ['DROP TABLE IF EXISTS former_membership_changes SYNC'];
