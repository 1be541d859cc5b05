import type { Migration } from './migration.js';

/** Nobody asked up to which batch the members of a segment take everything into account: the shop's own mark says it. */
export const noBatchOfMemberships: Migration = {
  number: 3,
  name: 'no batch of memberships',
  async up(schema) {
    await schema.alterTable('membershipStates').dropColumn('throughBatch').execute();
  },
};
