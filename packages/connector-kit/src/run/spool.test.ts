import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '../connector.js';
import { aRunner, people } from './people.fixture.js';

const at = z.object({ offset: z.int(), since: z.string().nullable() });

/** Puts each page aside under a name, and answers what lies there of all pages. */
function aRunnerThatPutsAside(nameOf: (offset: number) => string, log: (lines: readonly string[]) => void) {
  return aRunner(people(4), {
    async pull(cursor, { spool }: Pick<Context, 'spool'>) {
      const { offset, since } = at.parse(cursor);
      const aside = await spool(nameOf(offset));
      await aside.put([[0, `${offset}`]], offset + 1);
      log([...(await aside.part(0)), `up to ${aside.upTo}`]);
      return { objects: people(4).slice(offset, offset + 1), next: { offset: offset + 1, since }, done: offset === 3 };
    },
  });
}

test('what a step puts aside is there for the next ones; under another name, nothing is', async () => {
  const seen: (readonly string[])[] = [];
  const shop = aRunnerThatPutsAside(
    (offset) => (offset < 2 ? 'one' : 'other'),
    (lines) => seen.push(lines),
  );
  await shop.runner.sync({ sweeping: 'never' });
  expect(seen).toEqual([
    ['0', 'up to 1'],
    ['0', '1', 'up to 2'],
    ['2', 'up to 3'],
    ['2', '3', 'up to 4'],
  ]);
});

test('it is gone with the run, whether that comes to its end or is stopped', async () => {
  const seen: (readonly string[])[] = [];
  const shop = aRunnerThatPutsAside(
    () => 'one',
    (lines) => seen.push(lines),
  );
  const stop = new AbortController();
  await shop.runner.sync({ sweeping: 'never', onProgress: () => stop.abort(), signal: stop.signal });
  await shop.runner.sync({ sweeping: 'never' });
  expect(seen.slice(0, 2)).toEqual([
    ['0', 'up to 1'],
    ['1', 'up to 2'],
  ]);
  expect(shop.spools.length).toBeGreaterThan(1);
  for (const spool of shop.spools) await expect(spool.part(0)).rejects.toThrow('the run is over');
});
