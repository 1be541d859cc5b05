import { describe, expect, it } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { aContext, anEvent, anOrder, aProfile } from './records.fixture.js';
import { evaluateProfile } from './reference.js';

const NAMES = { v: 'product_viewed', a: 'product_added', r: 'review_submitted' } as const;

/** A profile that did these one after the other, in London: `v` looked, `a` added, `r` reviewed, `o` ordered. */
function did(history: string) {
  const done = history.split(', ').map((each) => {
    const [what = '', at = ''] = each.split(' ');
    return { what, at: `2024-06-${at.includes('T') ? at : `${at}T09:00`}:00+01:00` };
  });
  return aProfile({
    orders: done.filter(({ what }) => what === 'o').map(({ at }) => anOrder({ placedAt: at })),
    events: done.flatMap(({ what, at }) => {
      const name = NAMES[what as keyof typeof NAMES];
      return name === undefined ? [] : [anEvent({ name, at })];
    }),
  });
}

const STEPS = {
  v: 'events.product_viewed',
  a: 'events.product_added',
  r: 'events.review_submitted',
  o: 'orders_placed',
};

/** Asked at noon of 10 June 2024: `v > a 2d > !o` is THEN, WITHIN and NOT. */
function holds(sequence: string, history: string): boolean {
  const steps = sequence.split(' > ').map((step) => {
    const [name = '', within] = step.split(' ');
    const rows = STEPS[name.replace('!', '') as keyof typeof STEPS];
    return `${name.startsWith('!') ? 'NOT ' : ''}${rows}${within === undefined ? '' : ` WITHIN ${within}`}`;
  });
  const checked = checkQuery(`SEQUENCE (${steps.join(' THEN ')})`);
  if (checked.outcome === 'invalid') throw new Error(checked.errors.map(({ message }) => message).join('; '));
  return evaluateProfile(checked.condition, did(history), aContext());
}

describe('a sequence', () => {
  it.each([
    ['v', 'v 01', true],
    ['v', 'a 01', false],
    ['v > a', 'v 01, a 02', true],
    ['v > a', 'a 01, v 02', false],
    // Never at the same instant.
    ['v > a', 'v 01, a 01', false],
    ['v > v', 'v 01', false],
    ['v > v > v', 'v 01, v 02, v 03', true],
    ['v > v > v', 'v 01, v 02, v 02', false],
  ])('%s of %s: %s', (sequence, history, expected) => {
    expect(holds(sequence, history)).toBe(expected);
  });
});

describe('WITHIN', () => {
  it.each([
    // Days end with a day.
    ['v > a 2d', 'v 01T08:00, a 03T23:59', true],
    ['v > a 2d', 'v 01T23:00, a 04T00:00', false],
    ['v > a 0d', 'v 01T08:00, a 01T23:59', true],
    ['v > a 1w', 'v 01, a 08T23:59', true],
    // Hours and minutes are exact.
    ['v > a 48h', 'v 01T08:00, a 03T08:00', true],
    ['v > a 48h', 'v 01T08:00, a 03T08:01', false],
    // Counts from the row before, which need not be the first that fits.
    ['v > a 1d', 'v 01, v 05, a 06', true],
    ['v > a 1d > o 1d', 'v 01, a 02, a 04, o 05', false],
    ['v > a 9d > o 1d', 'v 01, a 02, a 04, o 05', true],
  ])('%s of %s: %s', (sequence, history, expected) => {
    expect(holds(sequence, history)).toBe(expected);
  });
});

describe('NOT', () => {
  it.each([
    // Last: nothing comes after, or not so soon, which is known once that time is over.
    ['v > !o', 'v 01', true],
    ['v > !o', 'v 01, o 02', false],
    ['v > !o', 'o 01, v 02', true],
    ['v > !o', 'v 01, o 02, v 03', true],
    ['v > !o', 'v 01, o 01', true],
    ['v > !o 3d', 'v 01, o 05', true],
    ['v > !o 3d', 'v 01, o 04', false],
    ['v > !o 3d', 'v 07', false],
    ['v > !o 3d', 'v 06', true],
    ['v > !o 24h', 'v 09T12:00', false],
    ['v > !o 24h', 'v 09T11:59', true],
    // In the middle: until the next row, which is not between.
    ['v > !o > a', 'v 01, o 02, a 03', false],
    ['v > !o > a', 'v 01, a 03, o 04', true],
    ['v > !o > a', 'v 01, o 01, o 03, a 03', true],
    ['v > !o > a', 'v 01, o 02, v 03, a 04', true],
    // The last row that fits is not always the one.
    ['v > !o 1d > a', 'v 01, v 04, o 05, a 06', true],
    ['v > !o 1d > a', 'v 04, o 05, a 06', false],
    ['v > !o 1d > !r 5d > a', 'v 01, v 04, o 05, r 06, a 07', false],
    ['v > !o 1d > !r 5d > a', 'v 01, v 04, o 05, r 08, a 09', true],
    // Several count from the same row.
    ['v > !o 1d > !r', 'v 01, r 02', false],
    ['v > !o 1d > !r', 'v 01, o 03', true],
    ['v > a > !o > !r 2d', 'v 01, a 02, r 05', true],
  ])('%s of %s: %s', (sequence, history, expected) => {
    expect(holds(sequence, history)).toBe(expected);
  });
});
