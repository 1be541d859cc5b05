import { Garbled, type Writing } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { gidOf } from './gid.js';
import { ADD_TAGS, REMOVE_TAGS, TAGS } from './questions/tags.js';

const state = z.object({ data: z.object({ customer: z.object({ tags: z.array(z.string()) }).nullable() }) });
const changed = z.object({
  data: z.object({ changed: z.object({ userErrors: z.array(z.object({ message: z.string() })) }) }),
});
const NUMBER = /^\d+$/;

/** Whether a customer has a tag already. To Shopify `VIP` and `vip` are the same. */
export async function holds({ name, customer }: Writing, context: ShopContext): Promise<boolean | 'gone'> {
  // A guest of an order is no customer of the shop.
  if (!NUMBER.test(customer)) return 'gone';
  const { data } = state.parse(await asked(TAGS, { id: gidOf('Customer', customer) }, context));
  if (data.customer === null) return 'gone';
  return data.customer.tags.some((tag) => tag.toLowerCase() === name.toLowerCase());
}

/** Puts a tag on a customer, or takes it off: that one alone, whatever others the merchant changes at the same time. */
export async function write(writing: Writing, context: ShopContext): Promise<'written' | 'gone'> {
  const { name, customer, change } = writing;
  if (!NUMBER.test(customer)) return 'gone';
  const variables = { id: gidOf('Customer', customer), tags: [name] };
  const answer = await asked(change === 'add' ? ADD_TAGS : REMOVE_TAGS, variables, context);
  const [wrong] = changed.parse(answer).data.changed.userErrors;
  if (wrong === undefined) return 'written';
  if ((await holds(writing, context)) === 'gone') return 'gone';
  throw new Garbled(`Shopify does not take the tag '${name}': ${wrong.message}`);
}
