import { type Decimal, fromMillionths, multiplyDecimals, toMillionths } from '@clientele/model';

/** An amount in one currency, as `MoneyV2` shows it. */
export interface Money {
  readonly amount: Decimal;
  readonly currencyCode: string;
}

/** The currencies of an order: the shop's, and the customer's with what one of the shop's is worth in it. */
export interface Currencies {
  readonly currency: string;
  readonly presentmentCurrency: string;
  readonly rate: Decimal;
}

/** An amount in both currencies of an order, as `MoneyBag` shows it. */
export function moneyBag(amount: Decimal, { currency, presentmentCurrency, rate }: Currencies): object {
  const shopMoney: Money = { amount, currencyCode: currency };
  const presentmentMoney: Money = { amount: multiplyDecimals(amount, rate), currencyCode: presentmentCurrency };
  return { shopMoney, presentmentMoney };
}

/** Decimal text as GraphQL shows it: with one place at least. */
export function decimalText(amount: string): string {
  return amount.includes('.') ? amount : `${amount}.0`;
}

/** Decimal text as webhooks show it: with two places at least. */
export function priceText(amount: string): string {
  const [whole = '0', places = ''] = amount.split('.');
  return `${whole}.${places.padEnd(2, '0')}`;
}

/** So many parts of an amount out of a whole, rounded down to a hundredth. */
export function shareOf(amount: Decimal, parts: number, whole: number): Decimal {
  const hundredths = (toMillionths(amount) * BigInt(parts)) / BigInt(whole) / 10_000n;
  return fromMillionths(hundredths * 10_000n);
}
