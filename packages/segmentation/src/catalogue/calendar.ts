import type { RowField } from './attribute.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const DAYPARTS = ['night', 'morning', 'afternoon', 'evening'] as const;
export const MONTHS = [
  ...(['january', 'february', 'march', 'april', 'may', 'june'] as const),
  ...(['july', 'august', 'september', 'october', 'november', 'december'] as const),
];

/** The fields that a row's day says, from the array column of the days. */
export function calendarFields(day: string): Readonly<Record<'weekday' | 'month', RowField>> {
  return {
    weekday: {
      type: 'choice',
      values: WEEKDAYS,
      reading: { kind: 'coded', code: (scope) => `toDayOfWeek(${scope.read(day)})`, values: WEEKDAYS },
    },
    month: {
      type: 'choice',
      values: MONTHS,
      reading: { kind: 'coded', code: (scope) => `toMonth(${scope.read(day)})`, values: MONTHS },
    },
  };
}
