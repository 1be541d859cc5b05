import { type Connector, checkLaws, type MakeWorld } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { connector } from '../check.js';
import type { ShopSettings } from '../settings.js';
import { shopWorld } from '../world.js';

const { customers, orders } = connector.streams;
/** Nobody is erased: that would edit their orders, which no stream says. */
const blind: MakeWorld<ShopSettings> = async (options) => {
  const { erase: _, ...world } = await shopWorld({ unseen: ['edit', 'payment', 'deletion'] })(options);
  return world;
};

/** Edits move no change time in this world; these streams say so. */
function declaring(...streams: ('customers' | 'orders')[]): Connector<ShopSettings> {
  const say = (name: 'customers' | 'orders', stream: typeof orders) =>
    streams.includes(name)
      ? { ...stream, facts: { ...stream.facts, misses: [...stream.facts.misses, 'edit' as const] } }
      : stream;
  return { ...connector, streams: { customers: say('customers', customers), orders: say('orders', orders) } };
}

test.each([
  { outcome: 'kept', streams: ['customers', 'orders'] as const },
  { outcome: 'broken', streams: ['orders'] as const },
  { outcome: 'broken', streams: ['customers'] as const },
])('what a stream misses is excused by its own word only: $outcome where $streams say it', async (one) => {
  const { laws } = await checkLaws(declaring(...one.streams), blind, { seed: 2, runs: 60, only: [1] });
  expect(laws.map(({ outcome }) => outcome)).toEqual([one.outcome]);
});
