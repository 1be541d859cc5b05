import type { Migration } from './migration.js';

/** Segments that are kept on platforms, and to whom each was written there. */
export const writeBacks: Migration = {
  number: 13,
  name: 'write-backs',
  async up(schema) {
    await schema
      .createTable('writeBacks')
      .addColumn('shop', 'text', (column) => column.notNull())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('segment', 'text', (column) => column.notNull().references('segments.id'))
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('what', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('withoutHoldOut', 'integer', (column) => column.notNull())
      .addColumn('takenBack', 'integer', (column) => column.notNull())
      .addColumn('createdAt', 'text', (column) => column.notNull())
      .addColumn('createdBy', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('sentence', 'text')
      .addColumn('at', 'text')
      .addColumn('doneAt', 'text')
      .addColumn('checkedAt', 'text')
      .addColumn('dueAt', 'text', (column) => column.notNull())
      .addColumn('failures', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('writeBacksKey', ['shop', 'number'])
      .addUniqueConstraint('writeBacksPlace', ['shop', 'connection', 'what', 'name'])
      .addForeignKeyConstraint('writeBacksConnection', ['shop', 'connection'], 'connections', ['shop', 'name'])
      .execute();
    await schema
      .createTable('writtenCustomers')
      .addColumn('shop', 'text', (column) => column.notNull())
      .addColumn('writeBack', 'bigint', (column) => column.notNull())
      .addColumn('customer', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('restored', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('writtenCustomersKey', ['shop', 'writeBack', 'customer'])
      .addForeignKeyConstraint('writtenCustomersOf', ['shop', 'writeBack'], 'writeBacks', ['shop', 'number'])
      .execute();
  },
};
