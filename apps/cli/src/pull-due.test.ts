import { type Shop } from '@clientele/model';
import type { Pulled, PullOptions } from '@clientele/pipeline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pullDue } from './pull-due.js';
import { TEA_SHOP } from './tea-shop.fixture.js';

const CARRIED = { items: 1, orders: 1, customers: 0, events: 0 };
const PULLED: Pulled = { outcome: 'done', code: null, sentence: null, counts: {}, requests: 1, carried: CARRIED };
const MINUTE_MS = 60_000;

/** The part of a house that pulling needs. */
function houseOf(
  due: () => Promise<string[]>,
  sync: (shop: Shop, name: string, options?: PullOptions) => Promise<Pulled>,
) {
  const advanceShop = vi.fn(async () => {});
  return { ledger: { shops: { list: async () => [TEA_SHOP] } }, connections: { due, sync }, advanceShop };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a connection that takes long keeps no other from being pulled, and profiles follow what came', async () => {
  const due = vi.fn<() => Promise<string[]>>().mockResolvedValueOnce(['slow', 'web']).mockResolvedValue([]);
  const sync = vi.fn((_: Shop, name: string) =>
    name === 'slow' ? new Promise<Pulled>(() => {}) : Promise.resolve(PULLED),
  );
  const house = houseOf(due, sync);
  const pulling = pullDue(house, vi.fn());
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(sync.mock.calls.map(([, name]) => name)).toEqual(['slow', 'web']);
  expect(house.advanceShop).toHaveBeenCalledExactlyOnceWith(TEA_SHOP);
  expect(due.mock.calls.length).toBeGreaterThan(2);
  pulling.stop();
});

test('where nothing came, no profile is derived; what breaks is told and looked at again; stopped, it is over', async () => {
  const due = vi.fn(async () => ['web']);
  const sync = vi
    .fn<() => Promise<Pulled>>()
    .mockRejectedValueOnce(new Error('gone'))
    .mockResolvedValue({ ...PULLED, carried: { ...CARRIED, items: 0, orders: 0 } });
  const house = houseOf(due, sync);
  const onFailure = vi.fn();
  const pulling = pullDue(house, onFailure);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(new Error('gone'), TEA_SHOP);
  expect(house.advanceShop).not.toHaveBeenCalled();
  pulling.stop();
  const looked = due.mock.calls.length;
  expect(looked).toBeGreaterThan(2);
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(due).toHaveBeenCalledTimes(looked);
});

test('profiles follow a long first pull every five minutes, not every page', async () => {
  const due = vi.fn<() => Promise<string[]>>().mockResolvedValueOnce(['web']).mockResolvedValue([]);
  let page = (): void => {};
  const sync = (_: Shop, __: string, options?: PullOptions) => {
    const counts = { objects: 1, changed: 1, unchanged: 0, refused: 0, gone: 0 };
    const traffic = { requests: 1, again: 0, waitedMs: 0 };
    page = () => options?.onProgress?.({ stream: 'orders', counts, total: null, traffic });
    return new Promise<Pulled>(() => {});
  };
  const house = houseOf(due, sync);
  const pulling = pullDue(house, vi.fn());
  for (let minute = 0; minute < 11; minute += 1) {
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    page();
  }
  expect(house.advanceShop).toHaveBeenCalledTimes(2);
  pulling.stop();
});
