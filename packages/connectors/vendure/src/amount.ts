import { DECIMAL_PLACES, type Decimal, fromMillionths } from '@clientele/model';

/**
 * An amount of Vendure's: whole units of so many decimals, which the shop's money strategy says for all its currencies.
 * With 2 of them, as usual, 1800 JPY are 180000.
 */
export function amountOf(units: number, decimals: number): Decimal {
  return fromMillionths(BigInt(units) * 10n ** BigInt(DECIMAL_PLACES - decimals));
}
