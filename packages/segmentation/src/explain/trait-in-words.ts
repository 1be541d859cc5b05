import { unreachable } from '@clientele/model';
import type { Attribute } from '../catalogue/attribute.js';
import type { TraitValue } from '../reference/trait-value.js';
import { isCoded, plainWords } from './label.js';
import { decimalText, quantityText } from './quantity.js';
import { unitOf } from './units.js';

const PERCENT = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A trait's value as a page shows it: `£12.40`, `3 orders`, `At risk`, `1 May 2024`. */
export function traitInWords({ name, type }: Attribute, value: TraitValue, currency: string): string {
  const words = (text: string) => (isCoded(name, type) ? plainWords(text) : text);
  switch (value.kind) {
    case 'number':
      return name.endsWith('_share')
        ? PERCENT.format(decimalText(value.number) as Intl.StringNumericLiteral)
        : quantityText(value.number, unitOf(name, currency));
    case 'date':
      return DAY.format(new Date(`${value.day}T00:00:00Z`));
    case 'boolean':
      return value.boolean ? 'Yes' : 'No';
    case 'text':
      return words(value.text);
    case 'list':
      return value.texts.map(words).join(', ');
    default:
      return unreachable(value);
  }
}
