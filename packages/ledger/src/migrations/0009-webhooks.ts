import type { Migration } from './migration.js';

/** Where platforms send webhooks to, and what was heard of them until it is in the records. */
export const webhooks: Migration = {
  number: 9,
  name: 'webhooks',
  async up(schema) {
    await schema
      .createTable('hookDoors')
      .addColumn('token', 'text', (column) => column.primaryKey())
      .addColumn('shop', 'text', (column) => column.notNull())
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('retiring', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'text', (column) => column.notNull())
      .addUniqueConstraint('hookDoorsOfConnections', ['shop', 'connection'])
      .addForeignKeyConstraint('hookDoorsConnection', ['shop', 'connection'], 'connections', ['shop', 'name'])
      .execute();
    await schema
      .createTable('inbox')
      .addColumn('shop', 'text', (column) => column.notNull())
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('delivery', 'text', (column) => column.notNull())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('receivedAt', 'text', (column) => column.notNull())
      .addColumn('heard', 'text')
      .addColumn('takenAt', 'text')
      .addPrimaryKeyConstraint('inboxKey', ['shop', 'connection', 'delivery'])
      .addForeignKeyConstraint('inboxConnection', ['shop', 'connection'], 'connections', ['shop', 'name'])
      .execute();
    // Finds what waits, in order, and what was taken long ago.
    await schema.createIndex('inboxInOrder').on('inbox').columns(['shop', 'connection', 'takenAt', 'number']).execute();
  },
};
