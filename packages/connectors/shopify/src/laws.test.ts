import { checkLaws, findingLines } from '@clientele/connector-kit';
import { API_VERSIONS } from '@clientele/fakes';
import { describe, expect, test } from 'vitest';
import { connectorOf } from './connector.js';
import { SMALL } from './small-reading.js';
import { shopifyWorld } from './world.js';

const { CLIENTELE_LAW_RUNS: ASKED } = process.env;
const RUNS = Number(ASKED ?? 3);
const LAWS = Array.from({ length: 16 }, (_, index) => index + 1);
const FORGED = 9;
/**
 * The versions differ in the fields of one consent, of which `customer.test.ts` tells how they are read. So short runs try
 * of the older one only what is read, what is told, odd data, and that nothing is asked that it has not.
 */
const LAWS_OF_OLDER = [1, 8, 14, 15];

describe.each(API_VERSIONS)('on a fake of Shopify %s', (version) => {
  const isNewest = version === API_VERSIONS.at(-1);
  test.each(ASKED !== undefined || isNewest ? LAWS : LAWS_OF_OLDER)('it keeps law %i', async (number) => {
    // Each schedule of that law tries every byte of every webhook.
    const runs = number === FORGED ? Math.ceil(RUNS / 8) : RUNS;
    const world = shopifyWorld({ version, pageSize: SMALL.longestPage });
    const { laws } = await checkLaws(connectorOf(SMALL), world, { seed: 1, runs, only: [number] });
    expect(laws.flatMap(findingLines)).toEqual([]);
    expect(laws.map(({ outcome, reason }) => [outcome, reason])).toEqual([['kept', undefined]]);
  });
});
