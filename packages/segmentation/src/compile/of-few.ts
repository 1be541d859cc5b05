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
  const ofShop = `shop = ${shop}`;
  const customers = `(SELECT customer_no FROM ${profileCustomers} WHERE ${ofShop} AND profile_no IN ${theirs})`;
  const entries = `(SELECT customer_no, segment, decision FROM ${listEntries} WHERE ${ofShop} AND customer_no IN ${customers})`;
  // Most of them are on no list: where the others are now is looked up by their numbers.
  const people = `(SELECT customer_no, profile_no FROM ${customerProfiles} WHERE ${ofShop} AND customer_no IN (SELECT customer_no FROM ${entries}))`;
  return {
    ...few,
    decisions: `(SELECT profile_no, segment, decision FROM ${people} AS people INNER JOIN ${entries} AS entries USING (customer_no))`,
  };
}
