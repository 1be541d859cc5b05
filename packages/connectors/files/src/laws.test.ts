import { checkLaws, findingLines } from '@clientele/connector-kit';
import { describe, expect, test } from 'vitest';
import { connector } from './check.js';
import { filesWorld } from './world.js';

const RUNS = Number(process.env.CLIENTELE_LAW_RUNS ?? 3);
/** Nobody tells us that a file is new: there are no webhooks. */
const WEBHOOKS = [8, 9];
const LAWS = Array.from({ length: 16 }, (_, index) => index + 1).filter((law) => !WEBHOOKS.includes(law));

describe.each(['changes', 'everything', 'at an address'] as const)('on files of %s', (exported) => {
  test.each(LAWS)('it keeps law %i', async (number) => {
    const world = filesWorld({ exported, pageSize: 4 });
    const { laws } = await checkLaws(connector, world, { seed: 1, runs: RUNS, only: [number] });
    expect(laws.flatMap(findingLines)).toEqual([]);
    expect(laws.map(({ outcome, reason }) => [outcome, reason])).toEqual([['kept', undefined]]);
  });
});
