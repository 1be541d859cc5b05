import type { Style } from './numbers.js';

/** `10 December 2011`, of a day without zone. */
export function longDay(day: string, { locale }: Pick<Style, 'locale'>): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** `10 Dec 2011`, of a day without zone. */
export function shortDay(day: string, { locale }: Pick<Style, 'locale'>): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** `9 Dec 2011`, the day of an instant in the shop's zone. */
export function dayOf(instant: string, { locale, timeZone }: Style): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(instant));
}

/** `9 Dec 2011, 12:50`, in the shop's zone. */
export function momentOf(instant: string, { locale, timeZone }: Style): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
}
