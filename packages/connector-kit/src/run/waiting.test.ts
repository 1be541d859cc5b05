import { instantOfMs } from '@clientele/model';
import { expect, test } from 'vitest';
import type { Heard } from '../connector.js';
import { aRunner, DAY_MS, people } from './people.fixture.js';

const hint = (id: string): Heard => ({ outcome: 'heard', id: `delivery of ${id}`, hints: [{ stream: 'people', id }] });

/** Works for so many polls on what was asked for, each to be waited for, and has it all then. */
function aSlowPlatform(polls: number, waitMs: number, onPoll: () => void = () => {}) {
  let polled = 0;
  const shop = aRunner(people(3), {
    async pull(cursor) {
      polled += 1;
      if (polled <= polls) onPoll();
      const works = polled <= polls;
      return { objects: works ? [] : people(3), next: cursor, done: !works, ...(works && { waitMs }) };
    },
  });
  return { ...shop, polls: () => polled };
}

test('a platform that works on what was asked for is waited for, however often it says so', async () => {
  const shop = aSlowPlatform(50, 2_500);
  const before = shop.clock.nowMs;
  const { outcome, counts, traffic } = await shop.runner.sync({ sweeping: 'never' });
  expect({ outcome, changed: counts.people?.changed }).toEqual({ outcome: 'done', changed: 3 });
  expect(shop.clock.nowMs - before).toBe(50 * 2_500);
  expect(traffic.waitedMs).toBe(50 * 2_500);
});

test('what is heard meanwhile need not wait', async () => {
  const taken: Promise<unknown>[] = [];
  const shop = aSlowPlatform(3, 60_000, () => {
    if (taken.length > 0) return;
    taken.push(shop.runner.take([hint('p1')]).then(() => shop.polls()));
  });
  await shop.runner.sync({ sweeping: 'never' });
  expect(await Promise.all(taken)).toEqual([1]);
});

test('whoever stops a sync does not wait for the platform', async () => {
  const stop = new AbortController();
  const shop = aSlowPlatform(10, 60_000, () => stop.abort());
  const before = shop.clock.nowMs;
  expect(await shop.runner.sync({ signal: stop.signal })).toMatchObject({ outcome: 'stopped' });
  expect(shop.clock.nowMs).toBe(before);
});

test('where it takes longer than a run waits, the run pauses until then, and goes on there', async () => {
  const shop = aSlowPlatform(1, 3_600_000);
  const { why } = await shop.runner.sync({ sweeping: 'never' });
  const until = instantOfMs(shop.clock.nowMs + 3_600_000);
  expect(why).toMatchObject({
    outcome: 'paused',
    until,
    sentence: expect.stringContaining('people: the platform works'),
  });
  shop.clock.nowMs += 3_600_000;
  expect(await shop.runner.sync({ sweeping: 'never' })).toMatchObject({ outcome: 'done' });
});

test('after two weeks of nothing else it is given up', async () => {
  const shop = aSlowPlatform(Number.POSITIVE_INFINITY, DAY_MS);
  for (let day = 0; day < 14; day += 1) {
    expect((await shop.runner.sync()).outcome).toBe('paused');
    shop.clock.nowMs += DAY_MS;
  }
  shop.clock.nowMs += 1;
  expect((await shop.runner.sync()).why).toMatchObject({
    code: 'endless',
    sentence: expect.stringContaining('works on what was asked for since 2026-05-04'),
  });
});
