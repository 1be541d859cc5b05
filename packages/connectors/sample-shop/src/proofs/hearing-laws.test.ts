import { checkLaws, findingLines } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { shopWorld } from '../world.js';
import { hearingConnector } from './hearing-connector.fixture.js';

const runs = Number(process.env.CLIENTELE_LAW_RUNS ?? 4);
const world = shopWorld({ grainMs: 1, unseen: [] });

test.each([1, 2, 3, 6, 8, 9, 11, 14, 16])('a connector that only hears keeps law %i', async (number) => {
  const { laws } = await checkLaws(hearingConnector, world, { seed: 1, runs, only: [number] });
  expect(laws.flatMap(findingLines)).toEqual([]);
  expect(laws.map(({ outcome }) => outcome)).toEqual(['kept']);
});
