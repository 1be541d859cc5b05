import type { Migration } from './migration.js';

/** Refused input is kept once by file, not by the name of one: tomorrow's `orders.csv` has its own lines. */
export const refusedByFile: Migration = {
  number: 2,
  name: 'refused input by file',
  async up(schema) {
    await schema
      .alterTable('refused')
      .addColumn('fingerprint', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await schema.dropIndex('refused_places').execute();
    await schema
      .createIndex('refused_places')
      .on('refused')
      .columns(['shop', 'connection', 'fingerprint', 'source', 'place'])
      .unique()
      .execute();
  },
};
