import { timeZone } from '@clientele/model';
import { expect, test } from 'vitest';
import { type DateForm, parseMoment } from './moment.js';

const BERLIN = timeZone('Europe/Berlin');

test.each<[DateForm, string, string | undefined]>([
  ['iso', '2024-05-01', '2024-04-30T22:00:00.000Z'],
  ['iso', '2024-05-01 18:30', '2024-05-01T16:30:00.000Z'],
  ['iso', '2024-05-01T18:30:05.250', '2024-05-01T16:30:05.000Z'],
  ['iso', '2024-05-01T18:30:00Z', '2024-05-01T18:30:00.000Z'],
  ['iso', '2024-03-01 10:00:00 -0500', '2024-03-01T15:00:00.000Z'],
  ['iso', '2024-03-01 10:00:00 UTC', '2024-03-01T10:00:00.000Z'],
  ['iso', '2024-02-30', undefined],
  ['iso', '01/02/2024', undefined],
  ['day-first', '31.12.2024', '2024-12-30T23:00:00.000Z'],
  ['day-first', '1/2/24 9:05', '2024-02-01T08:05:00.000Z'],
  ['day-first', '01-02-99', '1999-01-31T23:00:00.000Z'],
  ['day-first', '12/31/2024', undefined],
  ['month-first', '12/31/2024 6:30 PM', '2024-12-31T17:30:00.000Z'],
  ['month-first', '1/2/2024 12:00 am', '2024-01-01T23:00:00.000Z'],
  ['month-first', '1/2/2024 13:00 PM', undefined],
  ['unix-seconds', '1714588200', '2024-05-01T18:30:00.000Z'],
  ['unix-milliseconds', '1714588200123', '2024-05-01T18:30:00.123Z'],
  ['unix-seconds', '2024', '1970-01-01T00:33:44.000Z'],
  ['unix-seconds', 'now', undefined],
])('%s: %s', (form, text, expected) => {
  expect(parseMoment(text, form, BERLIN)).toBe(expected);
});
