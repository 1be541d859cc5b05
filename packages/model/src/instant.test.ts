import { describe, expect, it } from 'vitest';
import { parseInstant } from './instant.js';

describe('instants', () => {
  it.each([
    ['2024-05-01T09:30:00Z', '2024-05-01T09:30:00.000Z'],
    ['2024-05-01 09:30:00+0200', '2024-05-01T07:30:00.000Z'],
    ['2024-05-01T09:30-05:00', '2024-05-01T14:30:00.000Z'],
    ['2024-05-01T09:30:00.1234567Z', '2024-05-01T09:30:00.123Z'],
  ])('reads %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    '2024-05-01T09:30:00',
    '2024-02-30T09:30:00Z',
    '2024-05-01',
    '1899-12-31T23:59:59Z',
    '2300-01-01T00:00:00Z',
    'now',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
