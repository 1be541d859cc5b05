import { Garbled, type Writing } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { gidOf } from './gid.js';
import { ADD_TAGS, REMOVE_TAGS, TAGS } from './questions/tags.js';
import { firstWrong } from './user-error.js';

const state = z.object({ data: z.object({ customer: z.object({ tags: z.array(z.string()) }).nullable() }) });

/** Whether a customer has a tag already. To Shopify `VIP` and `vip` are the same. */
export async function hasTag({ name, customer }: Writing, context: ShopContext): Promise<boolean | 'gone'> {
  const { data } = state.parse(await asked(TAGS, { id: gidOf('Customer', customer) }, context));
  if (data.customer === null) return 'gone';
  return data.customer.tags.some((tag) => tag.toLowerCase() === name.toLowerCase());
}

/** Puts a tag on a customer, or takes it off: that one alone, whatever others the merchant changes at the same time. */
export async function writeTag(writing: Writing, context: ShopContext): Promise<'written' | 'gone'> {
  const { name, customer, change } = writing;
  const variables = { id: gidOf('Customer', customer), tags: [name] };
  const wrong = firstWrong(await asked(change === 'add' ? ADD_TAGS : REMOVE_TAGS, variables, context));
  if (wrong === undefined) return 'written';
  if ((await hasTag(writing, context)) === 'gone') return 'gone';
  throw new Garbled(`Shopify does not take the tag '${name}': ${wrong.message}`);
}
