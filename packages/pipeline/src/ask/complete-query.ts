import type { Shop } from '@clientele/model';
import { type Completions, complete, LANGUAGE, languageTypesOf, type ValueSource } from '@clientele/segmentation';
import type { RequestOptions } from '@clientele/warehouse';
import { customTypes } from '../custom-attributes.js';
import type { Parts } from '../parts.js';
import { shopValues } from './shop-values.js';

export interface CompleteOptions extends RequestOptions {
  /** Whether saved segments are offered; they are without it. */
  readonly segments?: boolean;
}

/**
 * What may come next at an offset of a query, of what can be asked, with the values, segments and products of the shop.
 *
 * @param options with a key, the newest completion of that key ends the one before
 */
export async function completeQuery(
  parts: Parts,
  shop: Shop,
  text: string,
  offset: number,
  { segments = true, ...options }: CompleteOptions = {},
): Promise<Completions> {
  const values = shopValues(parts, shop, options);
  const open: ValueSource = {
    find: async (asked, prefix) => (asked.of === 'segments' && !segments ? [] : values.find(asked, prefix)),
  };
  const customAttributes = languageTypesOf(await customTypes(parts.ledger, shop.id));
  return complete(text, offset, { language: LANGUAGE, customAttributes, offer: 'asked' }, open);
}
