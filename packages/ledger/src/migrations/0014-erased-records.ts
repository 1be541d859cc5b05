import type { Migration } from './migration.js';

/** Which records are never taken again, and what carrying out a request has come to so far. */
export const erasedRecords: Migration = {
  number: 14,
  name: 'erased records',
  async up(schema) {
    await schema
      .createTable('erasedRecords')
      .addColumn('shop', 'text', (column) => column.notNull().references('shops.id'))
      .addColumn('mark', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('erasedRecordsKey', ['shop', 'mark'])
      .execute();
    await schema.alterTable('complianceRequests').addColumn('found', 'text').execute();
  },
};
