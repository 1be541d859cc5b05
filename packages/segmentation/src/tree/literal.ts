import type { Day, DayUnit, LocalDateTime } from '@clientele/model';

/** `'Gold'`: quoted text. */
export interface TextLiteral {
  readonly kind: 'text';
  readonly value: string;
}

/** `12.50`: the digits as they were written (`007` stays `007`, since an id is text). */
export interface NumberLiteral {
  readonly kind: 'number';
  readonly digits: string;
}

export interface BooleanLiteral {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** `2024-05-01`: a whole day in the shop's time zone. */
export interface DayLiteral {
  readonly kind: 'day';
  readonly day: Day;
}

/** `2024-05-01T18:30:00`: a moment in the shop's time zone, compared exactly. */
export interface DateTimeLiteral {
  readonly kind: 'datetime';
  readonly local: LocalDateTime;
}

/** `-7d`, `+2w`, `-3m`, `-1y`: a whole day, counted from today in the shop's time zone. */
export interface OffsetLiteral {
  readonly kind: 'offset';
  /** Negative for the past. */
  readonly amount: number;
  readonly unit: DayUnit;
}

/** `today`, `yesterday`: a whole day in the shop's time zone. */
export interface NamedDayLiteral {
  readonly kind: 'named-day';
  readonly name: 'today' | 'yesterday';
}

export type MomentUnit = 'h' | 'min';

/** `-6h`, `+30min`: the second so much elapsed time from now. */
export interface MomentLiteral {
  readonly kind: 'moment';
  /** Negative for the past. */
  readonly amount: number;
  readonly unit: MomentUnit;
}

/** `(40.7128, -74.006)`: a place on the globe in degrees; stands after `coordinates =` alone. */
export interface CoordinatesLiteral {
  readonly kind: 'coordinates';
  /** Digits as they were written. */
  readonly latitude: string;
  readonly longitude: string;
}

export type DateLiteral = DayLiteral | DateTimeLiteral | OffsetLiteral | NamedDayLiteral | MomentLiteral;
/** A value that a query writes out. */
export type Literal = TextLiteral | NumberLiteral | BooleanLiteral | DateLiteral | CoordinatesLiteral;

/** Whether an amount is a date that is written out. */
export function isDateLiteral(amount: { readonly kind: string }): amount is DateLiteral {
  const kinds: readonly string[] = ['day', 'datetime', 'offset', 'named-day', 'moment'] satisfies DateLiteral['kind'][];
  return kinds.includes(amount.kind);
}

/** Milliseconds of each unit of elapsed time. */
export const MS_OF_UNIT: Readonly<Record<MomentUnit, number>> = { h: 3_600_000, min: 60_000 };
