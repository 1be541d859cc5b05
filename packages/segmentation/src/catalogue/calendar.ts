import { CHANNEL_KINDS } from '@clientele/model';
import type { RowField } from './attribute.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const DAYPARTS = ['night', 'morning', 'afternoon', 'evening'] as const;
export const MONTHS = [
  ...(['january', 'february', 'march', 'april', 'may', 'june'] as const),
  ...(['july', 'august', 'september', 'october', 'november', 'december'] as const),
];

/**
 * The fields that say when and where a row happened, from array columns that begin with a word: `order_day`, `order_at`,
 * `order_hour`, `order_channel` (its position from 1 in the kinds) and `order_channel_key`.
 */
export function whenAndWhere(prefix: string) {
  const day = `${prefix}_day`;
  const hour = `${prefix}_hour`;
  return {
    date: { type: 'date', reading: { kind: 'date', day, at: `${prefix}_at`, present: null } },
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
    hour: { type: 'integer', reading: { kind: 'number', value: hour, present: null } },
    daypart: {
      type: 'choice',
      values: DAYPARTS,
      reading: { kind: 'coded', code: (scope) => `(intDiv(${scope.read(hour)}, 6) + 1)`, values: DAYPARTS },
    },
    channel: {
      type: 'choice',
      values: CHANNEL_KINDS,
      reading: { kind: 'coded', code: `${prefix}_channel`, values: CHANNEL_KINDS },
    },
    channel_id: { type: 'id', reading: { kind: 'key', key: `${prefix}_channel_key` } },
  } as const satisfies Readonly<Record<string, RowField>>;
}
