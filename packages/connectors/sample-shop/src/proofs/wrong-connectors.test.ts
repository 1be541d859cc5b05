import { checkLaws, LAW_NUMBERS } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { shopWorld } from '../world.js';
import { WRONG_CONNECTORS } from './wrong-connectors.fixture.js';

test('there is a connector built wrong for each law', () => {
  expect(Object.keys(WRONG_CONNECTORS).map(Number)).toEqual(LAW_NUMBERS);
});

test.each(Object.entries(WRONG_CONNECTORS).map(([number, { how }]) => [Number(number), how] as const))(
  'law %i catches a connector that %s',
  async (number) => {
    const wrong = WRONG_CONNECTORS[number];
    if (wrong === undefined) throw new Error(`there is none for law ${number}`);
    const { laws } = await checkLaws(wrong.connector(), shopWorld(), { seed: 1, runs: 25, only: [number] });
    expect(laws.map(({ outcome }) => outcome)).toEqual(['broken']);
  },
);
