import type { Shop } from '@clientele/model';
import { type Completions, complete, LANGUAGE } from '@clientele/segmentation';
import type { RequestOptions } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import { shopValues } from './shop-values.js';

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
  options: RequestOptions = {},
): Promise<Completions> {
  return complete(text, offset, { language: LANGUAGE, offer: 'asked' }, shopValues(parts, shop, options));
}
