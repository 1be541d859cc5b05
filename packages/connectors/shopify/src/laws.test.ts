import { checkLaws, findingLines } from '@clientele/connector-kit';
import { API_VERSIONS } from '@clientele/fakes';
import { describe, expect, test } from 'vitest';
import { connectorOf } from './connector.js';
import { SMALL } from './small-reading.js';
import { shopifyWorld } from './world.js';

const RUNS = Number(process.env.CLIENTELE_LAW_RUNS ?? 3);
const LAWS = Array.from({ length: 16 }, (_, index) => index + 1);
const FORGED = 9;

describe.each(API_VERSIONS)('on a fake of Shopify %s', (version) => {
  test.each(LAWS)('it keeps law %i', async (number) => {
    // Each schedule of that law tries every byte of every webhook.
    const runs = number === FORGED ? Math.ceil(RUNS / 8) : RUNS;
    const world = shopifyWorld({ version, pageSize: SMALL.longestPage });
    const { laws } = await checkLaws(connectorOf(SMALL), world, { seed: 1, runs, only: [number] });
    expect(laws.flatMap(findingLines)).toEqual([]);
    expect(laws.map(({ outcome, reason }) => [outcome, reason])).toEqual([['kept', undefined]]);
  });
});
