import { type Decimal, parseDecimal, statedDate, statedNumber, unreachable } from '@clientele/model';
import { type CustomType, type CustomValue, customAttributesOf } from '../tree/custom-attributes.js';
import { newest } from './newest.js';
import type { Person } from './person.js';
import { ratioOfDecimal } from './ratio.js';
import { compareTexts } from './text-order.js';
import type { TraitValue } from './trait-value.js';

/**
 * A custom attribute as it is declared: of the newest customer record that states a value of that type; a list of all
 * records together. A text in the form of a number, of a date, or of true or false is one, where that is declared.
 */
export function customTrait(name: string, type: CustomType, { customers, zone }: Person): TraitValue | undefined {
  const stated = customers.flatMap((customer) =>
    [...customAttributesOf(customer)].flatMap(([stating, value]) => {
      const read = stating === name ? readAs(value, type, zone) : undefined;
      return read === undefined ? [] : [{ customer, read }];
    }),
  );
  if (type !== 'list') {
    const record = newest(stated.map(({ customer }) => customer));
    return stated.find(({ customer }) => customer === record)?.read;
  }
  const texts = new Set(stated.flatMap(({ read }) => (read.kind === 'list' ? read.texts : [])));
  return texts.size === 0 ? undefined : { kind: 'list', texts: [...texts].sort(compareTexts) };
}

function readAs(value: CustomValue, type: CustomType, zone: Person['zone']): TraitValue | undefined {
  const text = typeof value === 'string' && value !== '' ? value : undefined;
  switch (type) {
    case 'text':
      return text === undefined ? undefined : { kind: 'text', text };
    case 'number':
      return number(
        typeof value === 'number' ? statedNumber(value) : text === undefined ? undefined : parseDecimal(text),
      );
    case 'date': {
      const date = text === undefined ? undefined : statedDate(text, zone);
      return date && { kind: 'date', ...date };
    }
    case 'boolean':
      if (typeof value === 'boolean') return { kind: 'boolean', boolean: value };
      return text === 'true' || text === 'false' ? { kind: 'boolean', boolean: text === 'true' } : undefined;
    case 'list':
      return typeof value === 'object' ? { kind: 'list', texts: value } : undefined;
    default:
      return unreachable(type);
  }
}

function number(value: Decimal | undefined): TraitValue | undefined {
  return value === undefined ? undefined : { kind: 'number', number: ratioOfDecimal(value) };
}
