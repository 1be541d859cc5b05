import type { Migration } from './migration.js';

/** What people decide by hand about segments, how much of the shop is held out, and why members are to be evaluated again. */
export const listsAndHoldOuts: Migration = {
  number: 5,
  name: 'lists and hold-outs',
  async up(schema) {
    await schema
      .alterTable('segments')
      .addColumn('listed', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await schema
      .createTable('listChanges')
      .addColumn('shop', 'text', (column) => column.notNull().references('shops.id'))
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('segment', 'text', (column) => column.notNull().references('segments.id'))
      .addColumn('decided', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('decidedBy', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('people', 'bigint')
      .addPrimaryKeyConstraint('listChangesKey', ['shop', 'number'])
      .execute();
    await schema
      .createTable('holdOuts')
      .addColumn('shop', 'text', (column) => column.notNull().references('shops.id'))
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('salt', 'text', (column) => column.notNull())
      .addColumn('percent', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('decidedBy', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('holdOutsKey', ['shop', 'number'])
      .execute();
    await schema.alterTable('membershipStates').addColumn('cause', 'text').execute();
  },
};
