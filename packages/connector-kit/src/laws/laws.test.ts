import { expect, test } from 'vitest';
import { checkLaws } from './check-laws.js';
import { LAWS } from './laws.js';
import { findingLines } from './report.js';
import { sampleConnector } from './sample-connector.fixture.js';
import { sampleWorld } from './sample-world.fixture.js';

test.each(LAWS.map(({ number, says }) => [number, says] as const))(
  'a right connector keeps law %i: %s',
  async (number) => {
    const { laws } = await checkLaws(sampleConnector, sampleWorld(), { seed: 1, runs: 25, only: [number] });
    expect(laws.flatMap(findingLines)).toEqual([]);
    expect(laws.map(({ outcome }) => outcome)).toEqual(['kept']);
  },
);
