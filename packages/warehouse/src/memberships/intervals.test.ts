import { type Instant, instantOfMs } from '@clientele/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalsOf } from './intervals.js';

const at = (hour: number): Instant => instantOfMs(hour * 3_600_000);

describe('intervals', () => {
  it('are between entries and exits, the last one open', () => {
    const changes = [
      { at: at(1), entered: true, cause: 'definition' },
      { at: at(2), entered: false, cause: 'day' },
      { at: at(5), entered: true, cause: 'records' },
    ];
    expect(intervalsOf(changes)).toEqual([
      { enteredAt: at(1), enteredBy: 'definition', leftAt: at(2), leftBy: 'day' },
      { enteredAt: at(5), enteredBy: 'records', leftAt: null, leftBy: null },
    ]);
  });

  it('hold at each instant what was recorded last of it, however the clock was set', () => {
    const changes = fc.array(fc.record({ at: fc.nat(6).map(at), entered: fc.boolean(), cause: fc.constant('day') }));
    fc.assert(
      fc.property(changes, (recorded) => {
        const intervals = intervalsOf(recorded);
        for (let hour = 0; hour <= 6; hour += 1) {
          const member = intervals.some(
            ({ enteredAt, leftAt }) => enteredAt <= at(hour) && (leftAt === null || at(hour) < leftAt),
          );
          expect(member).toBe(recorded.findLast((change) => change.at <= at(hour))?.entered ?? false);
        }
        // None touches another, and none is empty.
        const ends = intervals.flatMap(({ enteredAt, leftAt }) => [enteredAt, leftAt ?? at(9)]);
        expect(new Set(ends).size).toBe(ends.length);
      }),
    );
  });
});
