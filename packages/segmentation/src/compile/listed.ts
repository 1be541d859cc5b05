import type { Listed } from '../tree/condition.js';
import type { Scope } from './scope.js';

/** SQL that one of a profile's customer records was added to a segment by hand, or excluded from it. */
export function compileListed({ as, handle }: Listed, scope: Scope): string {
  const { shop, listEntries, customerProfiles, decisions } = scope.context;
  // One set for all lists. Without identity() the engine looks every one up in the primary key first.
  if (decisions !== undefined)
    return `(identity(profile_no), ${scope.param('String', handle)}, '${as}') IN ${decisions}`;
  if (listEntries === undefined || customerProfiles === undefined) return '0';
  const ofShop = `shop = ${scope.param('String', shop)}`;
  const customers = `SELECT customer_no FROM ${listEntries} WHERE ${ofShop} AND segment = ${scope.param('String', handle)} AND decision = '${as}'`;
  return `identity(profile_no) IN (SELECT profile_no FROM ${customerProfiles} WHERE ${ofShop} AND identity(customer_no) IN (${customers}))`;
}
