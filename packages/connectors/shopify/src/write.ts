import type { Writing } from '@clientele/connector-kit';
import type { ShopContext } from './asked.js';
import { hasMetafield, writeMetafield } from './written-metafield.js';
import { hasTag, writeTag } from './written-tag.js';

const NUMBER = /^\d+$/;

/** Whether a customer has already what a writing would add. */
export async function holds(writing: Writing, context: ShopContext): Promise<boolean | 'gone'> {
  // A guest of an order is no customer of the shop.
  if (!NUMBER.test(writing.customer)) return 'gone';
  return writing.what === 'metafield' ? hasMetafield(writing, context) : hasTag(writing, context);
}

/** Puts a tag or a metafield on a customer, or takes it off: that one alone. */
export async function write(writing: Writing, context: ShopContext): Promise<'written' | 'gone'> {
  if (!NUMBER.test(writing.customer)) return 'gone';
  return writing.what === 'metafield' ? writeMetafield(writing, context) : writeTag(writing, context);
}
