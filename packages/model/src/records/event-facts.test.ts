import { expect, it } from 'vitest';
import { timeZone } from '../time-zone.js';
import { statedDate, statedNumber, subjectOf } from './event-facts.js';
import { readRecord } from './record.js';

const LONDON = timeZone('Europe/London');

it.each([
  ['2024-05-21', { day: '2024-05-21', at: '2024-05-20T23:00:00.000Z' }],
  ['2024-05-21T23:30:00Z', { day: '2024-05-22', at: '2024-05-21T23:30:00.000Z' }],
  ['2024-05-21T00:30', { day: '2024-05-21', at: '2024-05-20T23:30:00.000Z' }],
  ['2024-02-30', undefined],
  ['tomorrow', undefined],
  ['20240521', undefined],
])('%s states a date', (text, date) => {
  expect(statedDate(text, LONDON)).toEqual(date);
});

it.each([
  [4.5, '4.5'],
  [-0, '0'],
  [1e-7, '0'],
  [0.1 + 0.2, '0.3'],
  [2 / 3, '0.666667'],
  [-999_999_999_999.5, '-999999999999.5'],
  [1e12, undefined],
  [1e21, undefined],
])('%d is a decimal', (number, decimal) => {
  expect(statedNumber(number)).toBe(decimal);
});

it.each([
  ['product_viewed', 'tea', { collection_id: 'pots' }, 'tea'],
  ['product_viewed', undefined, {}, undefined],
  ['collection_viewed', 'tea', { collection_id: 'pots' }, 'pots'],
  ['collection_viewed', 'tea', { collection_id: 12 }, '12'],
  ['collection_viewed', 'tea', { collection_id: ['pots'] }, undefined],
  ['collection_viewed', 'tea', { collection_id: '' }, undefined],
])('%s of %s with %j is about %s', (name, product, properties, subject) => {
  const said = { kind: 'event', externalId: 'e', version: { updatedAt: '2024-05-21T00:00:00Z' }, name, product };
  const reading = readRecord({
    ...said,
    at: '2024-05-21T00:00:00Z',
    channel: { id: 'w', kind: 'online_store' },
    properties,
  });
  if (reading.outcome === 'refused' || reading.record.kind !== 'event') throw new Error('it is no event');
  expect(subjectOf(reading.record)).toBe(subject);
});
