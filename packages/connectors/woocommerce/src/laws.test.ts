import { checkLaws, findingLines, type MakeWorld, type Pulled } from '@clientele/connector-kit';
import { describe, expect, test } from 'vitest';
import { connectorOf } from './connector.js';
import type { WooCommerceSettings } from './settings.js';
import { wooCommerceWorld } from './world.js';

/** Short pages, so that a few orders fill many. */
const PAGE_SIZE = 3;
const RUNS = Number(process.env.CLIENTELE_LAW_RUNS ?? 3);
const LAWS = Array.from({ length: 16 }, (_, index) => index + 1);
const FORGED = 9;

async function check(number: number, world: MakeWorld<WooCommerceSettings>, connector = connectorOf(PAGE_SIZE)) {
  // Each schedule of that law tries every byte of every webhook.
  const runs = number === FORGED ? Math.ceil(RUNS / 8) : RUNS;
  const { laws } = await checkLaws(connector, world, { seed: 1, runs, only: [number] });
  expect(laws.flatMap(findingLines)).toEqual([]);
  expect(laws.map(({ outcome, reason }) => [outcome, reason])).toEqual([['kept', undefined]]);
}

describe.each(['7.9.0', '11.0.1'] as const)('on a fake of WooCommerce %s', (version) => {
  test.each(LAWS)('it keeps law %i', (number) => check(number, wooCommerceWorld({ version, pageSize: PAGE_SIZE })));
});

/** The connector, claiming that it misses no edit and no refund. */
function claimingMore() {
  const connector = connectorOf(PAGE_SIZE);
  const { customers, orders } = connector.streams;
  const claim = (facts: Pulled['facts']): Pulled['facts'] => ({ ...facts, misses: ['late', 'deletion'] });
  const streams = {
    ...connector.streams,
    customers: { ...customers, facts: claim(customers.facts) },
    orders: { ...orders, facts: claim(orders.facts) },
  };
  return { ...connector, streams };
}

test.each([1, 4, 11])("what a shop's own screens change of an order is seen without a sweep: law %i", (number) =>
  check(number, wooCommerceWorld({ version: '11.0.1', pageSize: PAGE_SIZE, edits: 'seen' }), claimingMore()),
);

test('what plug-ins change behind its back is declared: whoever claims to see it is caught', async () => {
  const world = wooCommerceWorld({ version: '11.0.1', pageSize: PAGE_SIZE, edits: 'unseen' });
  const { laws } = await checkLaws(claimingMore(), world, { seed: 1, runs: 20, only: [1] });
  expect(laws.map(({ outcome }) => outcome)).toEqual(['broken']);
  await check(1, world);
});
