import { expect, test } from 'vitest';
import { checkLaws } from './check-laws.js';
import { LAWS } from './laws.js';
import { findingLines } from './report.js';
import { sampleConnector } from './sample-connector.fixture.js';
import { sampleWorld } from './sample-world.fixture.js';

/** Schedules for each law; the long run tries more. */
const runs = Number(process.env.CLIENTELE_LAW_RUNS ?? 12);
const seed = Number(process.env.CLIENTELE_LAW_SEED ?? 1);

test.each(LAWS.map(({ number, says }) => [number, says] as const))(
  'a right connector keeps law %i: %s',
  async (number) => {
    const { laws } = await checkLaws(sampleConnector, sampleWorld(), { seed, runs, only: [number] });
    expect(laws.flatMap(findingLines)).toEqual([]);
    expect(laws.map(({ outcome }) => outcome)).toEqual(['kept']);
  },
);
