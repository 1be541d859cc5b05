import type { CompileContext } from './context.js';

/**
 * The same context for a few profiles: what is kept beside them is only looked at for these.
 *
 * @param theirs SQL of the list of their numbers
 * @param shop SQL of the shop
 */
export function ofFew(
  { purchasesByProduct: _, ...context }: CompileContext,
  theirs: string,
  shop: string,
): CompileContext {
  const { profileIds, listEntries, customerProfiles, profileCustomers } = context;
  const few = { ...context, profileIds: `(SELECT * FROM ${profileIds} WHERE profile_no IN ${theirs})` };
  if (listEntries === undefined || customerProfiles === undefined || profileCustomers === undefined) return few;
  const customers = `(SELECT customer_no FROM ${profileCustomers} WHERE shop = ${shop} AND profile_no IN ${theirs})`;
  return {
    ...few,
    listEntries: `(SELECT * FROM ${listEntries} WHERE customer_no IN ${customers})`,
    customerProfiles: `(SELECT * FROM ${customerProfiles} WHERE customer_no IN ${customers})`,
  };
}
