import type { Writing } from '@clientele/connector-kit';
import type { ShopContext } from './asked.js';
import { hasMetafield, writeMetafield } from './written-metafield.js';
import { hasTag, writeTag } from './written-tag.js';

const NUMBER = /^\d+$/;

/** Whether a customer has already what a writing would add. */
export async function holds(writing: Writing, context: ShopContext): Promise<boolean | 'gone'> {
  // A guest of an order is no customer of the shop.
  if (!NUMBER.test(writing.customer)) return 'gone';
  return ofCustomer(writing) === 'metafield' ? hasMetafield(writing, context) : hasTag(writing, context);
}

/** Puts a tag or a metafield on a customer, or takes it off: that one alone. */
export async function write(writing: Writing, context: ShopContext): Promise<'written' | 'gone'> {
  if (!NUMBER.test(writing.customer)) return 'gone';
  return ofCustomer(writing) === 'metafield' ? writeMetafield(writing, context) : writeTag(writing, context);
}

/** A segment is written as a whole: see `wholeSegments`. Nothing else may become a tag by mistake. */
function ofCustomer({ what }: Writing): 'tag' | 'metafield' {
  if (what === 'tag' || what === 'metafield') return what;
  throw new Error(`no customer of Shopify is written a ${what}`);
}
