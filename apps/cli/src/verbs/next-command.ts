import type { Asked } from './verb.js';

/** The shop that is meant where none is named. */
export const DEFAULT_SHOP = 'demo';

/** What to type next, about the shop that was asked about. */
export function nextCommand(words: string, { shop }: Pick<Asked, 'shop'>): string {
  return `clientele ${words}${shop === DEFAULT_SHOP ? '' : ` --shop ${shop}`}`;
}
