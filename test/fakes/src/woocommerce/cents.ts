/** An amount in hundredths, a whole number: what two decimals of any currency are here, as the recorded shops had them. */
export type Cents = number;

export const centsOf = (amount: string | number): Cents => Math.round(Number(amount) * 100);

/** `16.19`, as WooCommerce writes amounts. */
export const amountOf = (cents: Cents): string => (cents / 100).toFixed(2);

/** 20 % of an amount, the one tax of these shops. */
export const taxOf = (cents: Cents): Cents => Math.round(cents / 5);
