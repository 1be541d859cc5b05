import { type Connector, checkLaws, findingLines, type Pulled } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { connector } from '../check.js';
import type { ShopSettings } from '../settings.js';
import { shopWorld } from '../world.js';

const runs = Number(process.env.CLIENTELE_LAW_RUNS ?? 4);
const SETTLES_MS = 5000;
const unsettled = shopWorld({ settlesMs: SETTLES_MS });

test.each([1, 2, 4, 8, 12])('where lists take time to settle, law %i is kept by who declares it', async (number) => {
  const patient = settlingIn(SETTLES_MS);
  const { laws } = await checkLaws(patient, unsettled, { seed: 1, runs, only: [number] });
  expect(laws.flatMap(findingLines)).toEqual([]);
});

test('and it is broken by who does not', async () => {
  const { laws } = await checkLaws(settlingIn(0), unsettled, { seed: 1, runs, only: [4] });
  expect(laws.map(({ outcome }) => outcome)).toEqual(['broken']);
});

function settlingIn(settlesMs: number): Connector<ShopSettings> {
  const { customers, orders } = connector.streams;
  const settling = (stream: Pulled<ShopSettings>) => ({ ...stream, facts: { ...stream.facts, settlesMs } });
  return { ...connector, streams: { customers: settling(customers), orders: settling(orders) } };
}
