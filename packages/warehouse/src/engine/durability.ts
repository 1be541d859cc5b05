/**
 * Settings that every MergeTree table of the schema carries, for `CREATE TABLE … SETTINGS`: with them an answered insert
 * is on the disk, and so is what a merge or a mutation wrote before its sources go (they vanish at once; inserts alone
 * would not be enough). They are settings of a table and cannot be given with a query.
 */
export const DURABLE_TABLE_SETTINGS = [
  'fsync_after_insert = 1',
  'fsync_part_directory = 1',
  'min_rows_to_fsync_after_merge = 1',
  'min_compressed_bytes_to_fsync_after_merge = 1',
].join(', ');

/**
 * What the door promises of an insert: a body of up to this many bytes (uncompressed) becomes one block, so that it is
 * stored whole or not at all (one part for each partition it touches). A longer body is stored in pieces of about this
 * size, cut between lines, each whole or not at all: when it fails on the way, the pieces before stay, and the caller
 * sends it again. The engine needs about seven times a piece in memory while it stores it.
 */
export const ATOMIC_INSERT_BYTES = 32 * 1024 * 1024;

/** Settings that make one payload one block. */
export const ONE_BLOCK_SETTINGS = {
  max_insert_block_size: 1_000_000_000,
  input_format_parallel_parsing: 0,
} as const;
