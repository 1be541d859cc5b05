import type { CreateTableBuilder, SchemaModule } from 'kysely';
import type { Migration } from './migration.js';

/** How far connections have come that are asked for what is new, and what is known of their objects. */
export const pulls: Migration = {
  number: 7,
  name: 'pulls',
  async up(schema) {
    await ofConnection(schema, 'pulls')
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('token', 'text')
      .addColumn('outcome', 'text')
      .addColumn('code', 'text')
      .addColumn('sentence', 'text')
      .addColumn('at', 'text')
      .addColumn('doneAt', 'text')
      .addColumn('dueAt', 'text', (column) => column.notNull())
      .addColumn('failures', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('pullsKey', ['shop', 'connection'])
      .execute();
    await ofConnection(schema, 'pulledStreams')
      .addColumn('stream', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('pulledStreamsKey', ['shop', 'connection', 'stream'])
      .execute();
    await ofConnection(schema, 'pulledObjects')
      .addColumn('stream', 'text', (column) => column.notNull())
      .addColumn('object', 'text', (column) => column.notNull())
      .addColumn('sweep', 'bigint', (column) => column.notNull())
      .addColumn('isThere', 'bigint', (column) => column.notNull())
      .addColumn('records', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('pulledObjectsKey', ['shop', 'connection', 'stream', 'object'])
      .execute();
    await ofConnection(schema, 'pulledPages')
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('items', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('pulledPagesKey', ['shop', 'connection', 'number'])
      .execute();
  },
};

function ofConnection(schema: SchemaModule, table: string): CreateTableBuilder<string, string> {
  return schema
    .createTable(table)
    .addColumn('shop', 'text', (column) => column.notNull())
    .addColumn('connection', 'text', (column) => column.notNull())
    .addForeignKeyConstraint(`${table}OfConnections`, ['shop', 'connection'], 'connections', ['shop', 'name']);
}
