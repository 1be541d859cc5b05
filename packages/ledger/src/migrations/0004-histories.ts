import type { Migration } from './migration.js';

/** Since when each version of a segment is evaluated, what is worked out of the time before, and whom a profile took in. */
export const histories: Migration = {
  number: 4,
  name: 'histories',
  async up(schema) {
    await schema.alterTable('membershipStates').addColumn('since', 'text').execute();
    await schema
      .createTable('backfills')
      .addColumn('segment', 'text', (column) => column.primaryKey().references('segments.id'))
      .addColumn('shop', 'text', (column) => column.notNull().references('shops.id'))
      .addColumn('from', 'text', (column) => column.notNull())
      .addColumn('until', 'text', (column) => column.notNull())
      .addColumn('through', 'bigint', (column) => column.notNull())
      .addColumn('finishedAt', 'text')
      .addColumn('error', 'text')
      .execute();
    await schema.createIndex('profileRedirectsInto').on('profileRedirects').columns(['shop', 'into']).execute();
  },
};
