import type { Migration } from './migration.js';

/** Segments that a platform keeps by their query, and what was last written of each. */
export const wholeSegments: Migration = {
  number: 15,
  name: 'whole segments',
  async up(schema) {
    await schema
      .createTable('wholeSegments')
      .addColumn('shop', 'text', (column) => column.notNull())
      .addColumn('writeBack', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('id', 'text')
      .addColumn('query', 'text', (column) => column.notNull())
      .addColumn('stands', 'text')
      .addColumn('restored', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('wholeSegmentsKey', ['shop', 'writeBack'])
      .addForeignKeyConstraint('wholeSegmentsOf', ['shop', 'writeBack'], 'writeBacks', ['shop', 'number'])
      .execute();
  },
};
