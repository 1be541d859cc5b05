import type { Migration } from './migration.js';

/** In whose accounts apps of ours are installed, what the law asks of us through them, and connections that have ended. */
export const appsOfPlatforms: Migration = {
  number: 12,
  name: 'apps of platforms',
  async up(schema) {
    await schema
      .createTable('appInstallations')
      .addColumn('app', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('shop', 'text', (column) => column.notNull().references('shops.id'))
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('scopes', 'text', (column) => column.notNull())
      .addColumn('installedAt', 'text', (column) => column.notNull())
      .addColumn('removedAt', 'text')
      .addPrimaryKeyConstraint('appInstallationsKey', ['app', 'account'])
      .addUniqueConstraint('appInstallationsOfConnections', ['shop', 'connection'])
      .execute();
    // It outlives the shop whose erasure it asks for.
    await schema
      .createTable('complianceRequests')
      .addColumn('shop', 'text', (column) => column.notNull())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('what', 'text', (column) => column.notNull())
      .addColumn('about', 'text')
      .addColumn('receivedAt', 'text', (column) => column.notNull())
      .addColumn('dueAt', 'text', (column) => column.notNull())
      .addColumn('doneAt', 'text')
      .addColumn('failure', 'text')
      .addPrimaryKeyConstraint('complianceRequestsKey', ['shop', 'number'])
      .addUniqueConstraint('complianceRequestsOnce', ['shop', 'request'])
      .execute();
    await schema.alterTable('pulls').addColumn('endedAt', 'text').execute();
  },
};
