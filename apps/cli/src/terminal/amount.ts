import type { Decimal } from '@clientele/model';

/** `1,234.50`: thousands apart, with the decimals that the currency usually has, and all that there are beyond them. */
export function amount(digits: Decimal, currency: string): string {
  const { minimumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const format = new Intl.NumberFormat('en', { minimumFractionDigits, maximumFractionDigits: 100 });
  return format.format(digits as Intl.StringNumericLiteral);
}
