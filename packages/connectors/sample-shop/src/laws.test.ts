import { checkLaws, findingLines, LAW_NUMBERS } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { connector, makeWorld } from './check.js';

/** Schedules for each law; the long run tries more. */
const runs = Number(process.env.CLIENTELE_LAW_RUNS ?? 4);

/** Those that do not concern this connector, such as 8 and 9 where it takes no webhooks, or that its world cannot drive. */
const NOT_DRIVEN: readonly number[] = [];

test.each(LAW_NUMBERS)('it keeps law %i', async (number) => {
  const { laws } = await checkLaws(connector, makeWorld, { seed: 1, runs, only: [number] });
  expect(laws.flatMap(findingLines)).toEqual([]);
  expect(laws.map(({ outcome }) => outcome)).toEqual([NOT_DRIVEN.includes(number) ? 'not driven' : 'kept']);
});
