import type { AmountKind } from '../catalogue/language.js';
import { nameParts } from '../tree/name.js';

/** What a page calls an attribute: `rfm_group` is `RFM group`. */
export function labelOf(name: string): string {
  const words = ownName(name)
    .replaceAll('_', ' ')
    .replace(/\b(rfm|sms)\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a page calls rows: `events.product_viewed` is `Product viewed`, an event of a source's own as that calls it. */
export function labelOfRows(name: string): string {
  const [first, event] = nameParts(name);
  if (event === undefined) return labelOf(name);
  if (event.quoted) return event.text;
  switch (first?.text) {
    case 'storefront':
      return `${labelOf(event.text)} in an online store`;
    case 'shopify_email':
      return event.text === 'unsubscribed' ? 'Unsubscribed by e-mail' : labelOf(`e-mail_${event.text}`);
    default:
      return labelOf(event.text);
  }
}

/** A custom attribute is called as its source calls it. */
function ownName(name: string): string {
  const [first, ...rest] = nameParts(name);
  const isCustom = first?.text === 'attributes' || first?.text === 'metafields';
  return (isCustom ? rest.at(-1)?.text : undefined) ?? name;
}

/** Whether an attribute's texts are constants, which a page shows in words. */
export function isCoded(name: string, type: AmountKind | undefined): boolean {
  return type === 'choice' || /(^|_)channels?$/.test(name);
}

/** What a page calls a value out of a closed list: `AT_RISK` is `At risk`. */
export function plainWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
