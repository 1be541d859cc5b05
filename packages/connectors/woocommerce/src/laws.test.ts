import { checkLaws, findingLines, LAWS } from '@clientele/connector-kit';
import { describe, expect, test } from 'vitest';
import { connectorOf } from './connector.js';
import { wooCommerceWorld } from './world.fixture.js';

/** Short pages, so that a few orders fill many. */
const PAGE_SIZE = 3;

describe.each(['7.9.0', '11.0.1'] as const)('on a fake of WooCommerce %s', (version) => {
  test.each(LAWS.map(({ number, says }) => [number, says] as const))('it keeps law %i: %s', async (number) => {
    const world = wooCommerceWorld({ version, pageSize: PAGE_SIZE });
    const { laws } = await checkLaws(connectorOf(PAGE_SIZE), world, { seed: 1, runs: 15, only: [number] });
    expect(laws.flatMap(findingLines)).toEqual([]);
    expect(laws.map(({ outcome, reason }) => [outcome, reason])).toEqual([['kept', undefined]]);
  });
});
