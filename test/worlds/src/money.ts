import type { Decimal } from '@clientele/model';

/** Decimal text of whole cents, in the form that readRecord gives: 1250 is 12.5. */
export function money(cents: number): Decimal {
  const whole = Math.trunc(cents / 100);
  const rest = Math.abs(cents % 100);
  if (rest === 0) return String(whole) as Decimal;
  const sign = cents < 0 && whole === 0 ? '-' : '';
  const fraction = rest % 10 === 0 ? rest / 10 : rest < 10 ? `0${rest}` : rest;
  return `${sign}${whole}.${fraction}` as Decimal;
}

/** Rough worth of one euro, in ten-thousandths. */
const PER_EURO: Readonly<Record<string, number>> = { EUR: 10_000, GBP: 8_600, USD: 10_900, CAD: 14_800 };
/** How rates move over the months, in ten-thousandths. */
const MOVES = [0, 60, 110, 90, 20, -70, -120, -150, -90, -10, 40, 80];

/** Units of the foreign currency for one of the shop's, in ten-thousandths, in a month (1 to 12). */
export function rate(foreign: string, shop: string, month: number): number {
  const base = ((PER_EURO[foreign] ?? 10_000) * 10_000) / (PER_EURO[shop] ?? 10_000);
  return Math.round(base * (1 + (MOVES[month - 1] ?? 0) / 10_000));
}
