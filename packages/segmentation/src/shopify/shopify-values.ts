import { isLiteral } from '../check/check-literal.js';
import { printAmount } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import type { Literal } from '../tree/literal.js';
import type { Refusals } from './refusals.js';

/** How Shopify writes a value: ids as numbers; undefined where it cannot, which is refused. */
export function shopifyValue(
  value: Amount,
  of: { readonly subject: string; readonly values?: readonly string[]; readonly isId?: boolean },
  refusals: Refusals,
): Literal | undefined {
  if (!isLiteral(value)) {
    const message = `Shopify compares an attribute with a plain value, not with \`${printAmount(value)}\``;
    return refusals.add(value, 'whole', message);
  }
  if (value.kind === 'moment') {
    const message = `Shopify counts from today in whole days; it cannot say ${printAmount(value)}`;
    return refusals.add(value, 'whole', message, 'Write a day, such as -1d.');
  }
  if (value.kind !== 'text') return value;
  if (of.values !== undefined && !of.values.includes(value.value)) {
    const hint = `It has ${of.values.join(', ')}.`;
    return refusals.add(value, 'whole', `Shopify's \`${of.subject}\` has no value ${printAmount(value)}`, hint);
  }
  if (of.isId !== true) return value;
  if (/^\d+$/.test(value.value)) return { kind: 'number', digits: value.value };
  return refusals.add(value, 'whole', `Shopify's \`${of.subject}\` is a whole number, not ${printAmount(value)}`);
}
