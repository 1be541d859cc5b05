import {
  checkLaws,
  findingLines,
  type Json,
  type LawResult,
  lawReport,
  type MakeWorld,
} from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { connector } from '../check.js';
import type { ShopSettings } from '../settings.js';
import { shopWorld } from '../world.js';
import { WRONG_CONNECTORS } from './wrong-connectors.fixture.js';

/** A world in which nothing can be late, and that sends no webhooks. */
const modest: MakeWorld<ShopSettings> = async (options) => {
  const { late: _, deliveries: __, ...world } = await shopWorld()(options);
  return { ...world, name: 'a modest shop' };
};

test('the report names each law with its outcome, what is missed and swept, and the smallest schedule of what is broken', async () => {
  const wrong = WRONG_CONNECTORS[5]?.connector();
  if (wrong === undefined) throw new Error('there is none');
  const report = await checkLaws(wrong, modest, { seed: 3, runs: 5, only: [5, 7, 8] });
  expect(lawReport(report)).toMatchInlineSnapshot(`
    "The laws for \`past-ties\` on a modest shop: 5 schedules each, seed 3.

    | law | says | outcome |
    | --- | --- | --- |
    | 5 | More records of one tick of the clock than a page holds are all found, also when some change meanwhile. | broken |
    | 7 | Records that appear late, with change times of up to 72 hours ago, are found by the next sweep at the latest. | not driven: the world 'a modest shop' cannot drive it: it has no late |
    | 8 | Webhooks that are lost, come twice, late or in another order leave the same as polling alone. | not driven: the world 'a modest shop' cannot drive it: it has no deliveries |

    | stream | clock grain | settles in | changes asked for | changes it does not see | swept |
    | --- | --- | --- | --- | --- | --- |
    | customers | 1 s | 0 ms | at each sync | deletion | everything every 1 d |
    | orders | 1 s | 0 ms | at each sync | payment, late, deletion | everything every 1 d |

    Law 5 is broken (More records of one tick of the clock than a page holds are all found, also when some change meanwhile.): what is stored is not what is true.
      a world of seed 0
      4 orders of one tick
      sync
      - order 1007: missing
      - customer guest-of-1007: missing
    What helps: A bound past the last time seen loses what shares that time: keyset() includes it, where grainMs and pageSize are the platform's.
    "
  `);
});

test('the same seed tries the same', async () => {
  const wrong = WRONG_CONNECTORS[1]?.connector();
  if (wrong === undefined) throw new Error('there is none');
  const [first, second] = [
    await checkLaws(wrong, shopWorld(), { seed: 9, runs: 5, only: [1] }),
    await checkLaws(wrong, shopWorld(), { seed: 9, runs: 5, only: [1] }),
  ];
  expect(first.laws[0]?.outcome).toBe('broken');
  expect(second.laws).toEqual(first.laws);
});

test.each([
  {
    sentence: /check\(\) fails: .* denies access \(401\)/,
    wrong: { sign: (request: Request) => request },
    mend: /^Mend this first/,
  },
  {
    sentence: /fetch\(\) of the world throws: not yet$/,
    fetch: () => Promise.reject(new Error('not yet')),
    mend: /^Mend the world/,
  },
])('what stands in the way of every law is told as that: $sentence', async ({ sentence, wrong = {}, fetch, mend }) => {
  const world: MakeWorld<ShopSettings> = async (options) => {
    const made = await shopWorld()(options);
    return fetch === undefined ? made : { ...made, fetch };
  };
  const { laws } = await checkLaws({ ...connector, ...wrong }, world, { seed: 1, runs: 1, only: [1] });
  expect(laws[0]?.finding?.sentence).toMatch(sentence);
  expect(laws[0]?.mend).toMatch(mend);
});

test.each([
  { does: 'seed', fails: async () => Promise.reject(new Error('no room')) },
  {
    does: 'now',
    fails: () => {
      throw new Error('no clock');
    },
  },
])('a world that fails by itself, now and then, is told as that: $does', async ({ does, fails }) => {
  const world: MakeWorld<ShopSettings> = async (options) => {
    const made = await shopWorld()(options);
    return options.seed % 3 === 2 ? { ...made, [does]: fails } : made;
  };
  const { laws } = await checkLaws(connector, world, { seed: 1, runs: 20, only: [1] });
  const [first] = laws;
  expect(first?.finding).toMatchObject({
    sentence: expect.stringMatching(`^${does}\\(\\) of the world throws: no (room|clock)$`),
    unfinished: 'world',
  });
  expect(findingLines(first as LawResult).at(0)).toMatch(/^Law 1 cannot be tried/);
  expect(first?.mend).toMatch(/^Mend the world first/);
});

test('what is missing because it was refused is told with the reason', async () => {
  const { orders } = connector.streams;
  const decode = (object: Json) => z.object({ id: z.number(), title: z.string() }).parse(object) && [];
  const streams = { ...connector.streams, orders: { ...orders, decode } };
  const { laws } = await checkLaws({ ...connector, streams }, shopWorld(), { seed: 1, runs: 1, only: [1] });
  expect(laws[0]?.finding?.records[0]).toMatch(/^order \d+: refused \(title: Invalid input: expected string/);
});
