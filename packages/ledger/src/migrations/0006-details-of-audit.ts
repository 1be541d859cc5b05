import type { Migration } from './migration.js';

/** For what members left, and how many. */
export const detailsOfAudit: Migration = {
  number: 6,
  name: 'details of audit',
  async up(schema) {
    await schema.alterTable('auditLog').addColumn('detail', 'text').execute();
  },
};
