/**
 * What people search by: the name of a customer record in lower case, and the number that people use for an order. Rows
 * of before have them from their bodies.
 */
const PERSON = `trim(concat(JSONExtractString(body, 'firstName'), ' ', JSONExtractString(body, 'lastName')))`;

export const NAME_STATEMENTS = [
  `ALTER TABLE customers ADD COLUMN IF NOT EXISTS name String
   DEFAULT lowerUTF8(if(${PERSON} = '', JSONExtractString(body, 'company'), ${PERSON}))`,
  'ALTER TABLE customers ADD INDEX IF NOT EXISTS names name TYPE ngrambf_v1(3, 4096, 2, 0)',
  `ALTER TABLE orders ADD COLUMN IF NOT EXISTS name String DEFAULT JSONExtractString(body, 'name')`,
  'ALTER TABLE orders ADD INDEX IF NOT EXISTS names name TYPE bloom_filter(0.01)',
  ...['customers', 'orders'].flatMap((table) => [
    `ALTER TABLE ${table} MATERIALIZE COLUMN name SETTINGS mutations_sync = 2`,
    `ALTER TABLE ${table} MATERIALIZE INDEX names SETTINGS mutations_sync = 2`,
  ]),
];
