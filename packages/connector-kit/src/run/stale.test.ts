import { expect, test } from 'vitest';
import type { Heard } from '../connector.js';
import { aRunner, people } from './people.fixture.js';

const hint = (id: string): Heard => ({ outcome: 'heard', id: `delivery of ${id}`, hints: [{ stream: 'people', id }] });

/** Reads everybody at once, and hands them over when it is asked again; `meanwhile` happens between. */
function aPlatformThatIsLate(meanwhile: (platform: { people: ReturnType<typeof people> }) => void) {
  const shop = aRunner(people(3), {
    async pull(cursor) {
      if (shop.platform.pulls.length === 0) {
        shop.platform.pulls.push(cursor);
        const now: { people: ReturnType<typeof people> } = { people: people(3) };
        meanwhile(now);
        shop.platform.people = now.people;
        heard.push(shop.runner.take(['p1', 'p2', 'p4'].map(hint)));
        return { objects: [], next: cursor, done: false, waitMs: 1 };
      }
      return { objects: people(3), next: cursor, done: true, stale: true };
    },
  });
  const heard: Promise<unknown>[] = [];
  return { shop, heard };
}

test('what was heard since the platform read it is not undone by what it read', async () => {
  const { shop, heard } = aPlatformThatIsLate((platform) => {
    const [first, , third] = people(4);
    // One changes without a later change time, one is gone, and one is new.
    platform.people = [{ ...first!, name: 'Paid' }, third!, people(4)[3]!];
  });
  await shop.runner.sync({ sweeping: 'never' });
  await Promise.all(heard);
  expect(shop.names).toEqual({ p1: 'Paid', p3: 'Name 3', p4: 'Name 4' });
});
