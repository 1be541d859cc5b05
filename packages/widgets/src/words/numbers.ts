/** How a shop's figures are written: its currency and zone, the reader's language. */
export interface Style {
  readonly locale: string | undefined;
  readonly currency: string;
  readonly timeZone: string;
}

/** An amount as the gateway sends it: exact decimal text and its currency. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** `5,942` */
export function count(value: number, { locale }: Pick<Style, 'locale'>): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** `1 profile`, `5,942 profiles` */
export function counted(value: number, noun: string, style: Pick<Style, 'locale'>): string {
  return `${count(value, style)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `12,540` or `1.5`, of a quantity as exact decimal text. */
export function quantity(text: string, { locale }: Pick<Style, 'locale'>): string {
  return new Intl.NumberFormat(locale).format(decimal(text));
}

/** `18.5 %` or `<0.1 %`, of a share from 0 to 1; absent shares are a dash. */
export function percent(share: number, { locale }: Pick<Style, 'locale'>): string {
  if (!Number.isFinite(share)) return '–';
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits });
  return share > 0 && share < 0.0005 ? `<${format.format(0.001)}` : format.format(share);
}

/** `£1,204.50`, or `£1,205` where whole units are enough. Exact: the text never becomes a float. */
export function money(
  { amount, currency }: Money,
  { locale }: Pick<Style, 'locale'>,
  precision: 'exact' | 'whole' = 'exact',
): string {
  const digits = precision === 'whole' ? { maximumFractionDigits: 0 } : {};
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits }).format(decimal(amount));
}

/** `£17.4m`; below a thousand exact, as `£45.40`. */
export function shortMoney({ amount, currency }: Money, { locale }: Pick<Style, 'locale'>): string {
  if (Math.abs(magnitude({ amount, currency })) < 1_000) return money({ amount, currency }, { locale });
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumSignificantDigits: 3,
  }).format(decimal(amount));
}

/** For geometry and colour only: a float is exact enough for a length. */
export function magnitude({ amount }: Money): number {
  return Number(amount);
}

/** Part of whole; 0 of nothing. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function decimal(text: string): Intl.StringNumericLiteral {
  return text as Intl.StringNumericLiteral;
}
