import type { Writing } from '@clientele/connector-kit';

/** What Shopify allows of a metafield's key, less the capitals and hyphens that its segment language does not. */
const KEY = /^[a-z0-9_]{2,64}$/;
/** Of a tag, and of a segment's name. */
const MOST_CHARACTERS = 255;

/** Why Shopify does not take a name as that of a tag, a metafield or a segment, in words that follow it. */
export function refusesName({ what, name }: Pick<Writing, 'what' | 'name'>): string | undefined {
  if (what === 'metafield') {
    if (KEY.test(name)) return undefined;
    return 'cannot be the key of a metafield: choose 2 to 64 of a to z, 0 to 9 and _ with --name';
  }
  if (name.trim() !== name || name === '' || name.length > MOST_CHARACTERS)
    return `cannot be the name of a ${what}: choose 1 to ${MOST_CHARACTERS} characters, no space at either end, with --name`;
  // Shopify would take it as several.
  if (what === 'tag' && name.includes(',')) return 'cannot be a tag: choose one without commas with --name';
  return undefined;
}
