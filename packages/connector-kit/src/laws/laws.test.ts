import { expect, test } from 'vitest';
import type { Connector, Pulled } from '../connector.js';
import { checkLaws } from './check-laws.js';
import { LAWS } from './laws.js';
import { findingLines } from './report.js';
import { hearingConnector, type SampleSettings, sampleConnector } from './sample-connector.fixture.js';
import { sampleWorld } from './sample-world.fixture.js';

/** Schedules for each law; the long run tries more. */
const runs = Number(process.env.CLIENTELE_LAW_RUNS ?? 4);
const seed = Number(process.env.CLIENTELE_LAW_SEED ?? 1);

test.each(LAWS.map(({ number, says }) => [number, says] as const))(
  'a right connector keeps law %i: %s',
  async (number) => {
    const { laws } = await checkLaws(sampleConnector, sampleWorld(), { seed, runs, only: [number] });
    expect(laws.flatMap(findingLines)).toEqual([]);
    expect(laws.map(({ outcome }) => outcome)).toEqual(['kept']);
  },
);

const SETTLES_MS = 5000;
const unsettled = sampleWorld({ settlesMs: SETTLES_MS });

test.each([1, 2, 4, 8, 12])('where lists take time to settle, law %i is kept by who declares it', async (number) => {
  const patient = settlingIn(SETTLES_MS);
  const { laws } = await checkLaws(patient, unsettled, { seed, runs, only: [number] });
  expect(laws.flatMap(findingLines)).toEqual([]);
});

test('and it is broken by who does not', async () => {
  const { laws } = await checkLaws(settlingIn(0), unsettled, { seed, runs, only: [4] });
  expect(laws.map(({ outcome }) => outcome)).toEqual(['broken']);
});

function settlingIn(settlesMs: number): Connector<SampleSettings> {
  const { customers, orders } = sampleConnector.streams;
  const settling = (stream: Pulled<SampleSettings>) => ({ ...stream, facts: { ...stream.facts, settlesMs } });
  return { ...sampleConnector, streams: { customers: settling(customers), orders: settling(orders) } };
}

test.each([1, 2, 3, 6, 8, 9, 11, 14, 16])('a connector that only hears keeps law %i', async (number) => {
  const world = sampleWorld({ grainMs: 1, unseen: [] });
  const { laws } = await checkLaws(hearingConnector, world, { seed, runs, only: [number] });
  expect(laws.flatMap(findingLines)).toEqual([]);
  expect(laws.map(({ outcome }) => outcome)).toEqual(['kept']);
});
