import { DECIMAL_PLACES, type Decimal, fromMillionths, parseDecimal, toMillionths } from '@clientele/model';

/** Currencies whose smallest unit is not a hundredth (ISO 4217): how many decimals they have. */
const DECIMALS: Readonly<Record<string, number>> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

/** How many decimals a currency has; 2 unless it is known to be another. */
export function currencyDecimals(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/**
 * An amount in whole units of its currency, as text (`12.50`) or as a JSON number, which is taken to the decimals that
 * we keep. What the source writes counts: a shop may have prices finer than its currency. Throws where it is no amount.
 */
export function money(amount: string | number): Decimal {
  const text = typeof amount === 'number' ? amount.toFixed(DECIMAL_PLACES) : amount.trim();
  const value = parseDecimal(text);
  if (value === undefined) throw new Error('an amount is not a decimal number');
  return value;
}

/** An amount in the smallest units of its currency: 1250 is 12.50 GBP, 1250 JPY, 1.250 KWD. Throws where it is not whole. */
export function minorMoney(amount: number | string | bigint, currency: string): Decimal {
  if (typeof amount === 'number' && !Number.isSafeInteger(amount))
    throw new Error('an amount in minor units is not whole');
  if (typeof amount === 'string' && !/^-?\d{1,20}$/.test(amount))
    throw new Error('an amount in minor units is not whole');
  return fromMillionths(BigInt(amount) * 10n ** BigInt(DECIMAL_PLACES - currencyDecimals(currency)));
}

/** The other way round, for the fake of a platform that counts so: 12.50 GBP are 1250. */
export function inMinorUnits(amount: Decimal, currency: string): number {
  return Number(toMillionths(amount) / 10n ** BigInt(DECIMAL_PLACES - currencyDecimals(currency)));
}
