import type { AmountKind } from '../catalogue/language.js';

/** What a page calls an attribute: `rfm_group` is `RFM group`. */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/\b(rfm|sms)\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
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
