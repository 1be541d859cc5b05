import { unreachable } from '@clientele/model';
import type { Ratio } from '../reference/ratio.js';

/** What a number counts, so that it can be said in words. */
export type Unit =
  | { readonly kind: 'things'; readonly one: string; readonly many: string }
  | { readonly kind: 'money'; readonly currency: string }
  /** Whole numbers, of nothing that has a name. */
  | { readonly kind: 'whole' }
  | { readonly kind: 'plain' };

const SMALLEST_PLAIN_STEP = 1_000_000n;

/** Whole things, whole minor units of a currency or millionths: a unit is what somebody can have one more of. */
export function stepsPerUnit(unit: Unit): bigint {
  switch (unit.kind) {
    case 'things':
    case 'whole':
      return 1n;
    case 'money':
      return 10n ** BigInt(moneyFormat(unit.currency).resolvedOptions().maximumFractionDigits ?? 2);
    case 'plain':
      return SMALLEST_PLAIN_STEP;
    default:
      return unreachable(unit);
  }
}

/** `2 orders`, `£12.40`, `0.25`; money is rounded as it is shown. */
export function quantityText(quantity: Ratio, unit: Unit): string {
  const amount = decimalText(quantity);
  switch (unit.kind) {
    case 'things':
      return `${amount} ${amount === '1' ? unit.one : unit.many}`;
    case 'money':
      return moneyFormat(unit.currency).format(amount as Intl.StringNumericLiteral);
    case 'whole':
    case 'plain':
      return amount;
    default:
      return unreachable(unit);
  }
}

/** A number as decimal text with at most six decimals, rounded half up in size where it has more. */
export function decimalText({ numerator, denominator }: Ratio): string {
  const size = numerator < 0n ? -numerator : numerator;
  const millionths = (2n * size * 1_000_000n + denominator) / (2n * denominator);
  const whole = millionths / 1_000_000n;
  const fraction = `${millionths % 1_000_000n}`.padStart(6, '0').replace(/0+$/, '');
  const sign = numerator < 0n && millionths > 0n ? '-' : '';
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** They are slow to make, and there are few. */
const MONEY_FORMATS = new Map<string, Intl.NumberFormat>();

function moneyFormat(currency: string): Intl.NumberFormat {
  const made = MONEY_FORMATS.get(currency) ?? new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  MONEY_FORMATS.set(currency, made);
  return made;
}
