import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Connector, Facts } from '../connector.js';
import { orders } from '../order-stream.fixture.js';
import { secret } from '../settings.js';
import { declarationFaults } from './declared.js';

const connector: Connector<{ address: string; key: string }> = {
  id: 'shop',
  settings: z.object({ address: z.url(), key: secret() }),
  limits: { key: ({ address }) => address, perSecond: 2, burst: 5 },
  check: async () => ({ id: 'S1' }),
  streams: { orders },
};

function faultsOf(facts: Partial<Facts>, more = {}): string[] {
  const streams = { orders: { ...orders, facts: { ...orders.facts, ...facts } } };
  return declarationFaults({ ...connector, ...more, streams });
}

test('a right declaration has no fault', () => {
  expect(faultsOf({})).toEqual([]);
});

test.each([
  [{ sweeps: [] }, 'orders: it misses what facts.misses says (deletion), and no sweep makes up for that'],
  [
    { sweeps: [{ everyMs: 1000, backMs: 1000 }] },
    'orders: it misses deletions, and only a sweep of everything tells what is gone',
  ],
  [{ sweeps: [{ everyMs: 0 }] }, 'orders: a sweep goes back, and comes again after some time'],
  [{ grainMs: 0 }, 'orders: facts.grainMs is at least 1, facts.settlesMs and facts.everyMs are at least 0'],
])('%j is a fault', (facts, fault) => {
  expect(faultsOf(facts)).toEqual([fault]);
});

test('so is an id in another form, and a limit that allows nothing', () => {
  const limits = { ...connector.limits, burst: 0 };
  expect(faultsOf({}, { id: 'My Shop', limits })).toEqual([
    "its id 'My Shop' is not lower-case letters, digits and hyphens",
    'its limits allow no request at all',
  ]);
});

test('so is a way for webhooks that nobody hears, or whose secrets are none', () => {
  expect(faultsOf({}, { hear: undefined, hooks: {} })).toEqual(['it says how webhooks come (hooks), and hears none']);
  expect(faultsOf({}, { hear: () => ({ outcome: 'ping' }), hooks: { secrets: 'page' } })).toEqual([
    "hooks.secrets is 'page', which is not a setting that is secret",
  ]);
});
