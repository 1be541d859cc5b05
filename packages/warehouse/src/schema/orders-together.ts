/** No part is so large that its columns lie apart. */
const TOGETHER = 'min_bytes_for_wide_part = 1000000000000';

/**
 * Orders by customer with all columns of a few rows side by side. The orders of a thousand scattered people are read at
 * once, which is a place for each of forty columns of everybody where these lie apart: side by side, it takes half the CPU.
 * What reads one column of all takes many times as much, and is asked only when whole shops are derived. A merge leaves the
 * columns apart where one of its parts has them so, so rows of before are written anew.
 */
export const ORDERS_TOGETHER_STATEMENTS = [
  'DROP TABLE IF EXISTS customer_orders_together SYNC',
  `CREATE TABLE customer_orders_together AS customer_orders
ENGINE = ReplacingMergeTree(version) ORDER BY (shop, customer_no, connection, external_id)
SETTINGS index_granularity = 128, ${TOGETHER}, min_compress_block_size = 4096`,
  `INSERT INTO customer_orders_together SELECT * FROM customer_orders
SETTINGS max_threads = 1, max_block_size = 8192, min_insert_block_size_rows = 131072, min_insert_block_size_bytes = 67108864`,
  'EXCHANGE TABLES customer_orders AND customer_orders_together',
  'DROP TABLE customer_orders_together SYNC',
];
