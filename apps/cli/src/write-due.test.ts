import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TEA_SHOP } from './tea-shop.fixture.js';
import { writeDue } from './write-due.js';

const MINUTE_MS = 60_000;
const WROTE = {
  outcome: 'done',
  sentence: null,
  added: 1,
  removed: 0,
  restored: 0,
  theirs: 0,
  gone: 0,
  whole: null,
} as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what is due is written, each by itself; what breaks is told and looked at again; stopped, it is over', async () => {
  const due = vi.fn<() => Promise<number[]>>().mockResolvedValueOnce([1, 2]).mockResolvedValue([]);
  const run = vi.fn((_: unknown, number: number) =>
    number === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(WROTE),
  );
  const onFailure = vi.fn();
  const ledger = { shops: { list: async () => [TEA_SHOP] } };
  const writing = writeDue({ ledger, writtenSegments: { due, run } }, onFailure);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(run.mock.calls).toEqual([
    [TEA_SHOP, 1],
    [TEA_SHOP, 2],
  ]);
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(new Error('gone'), TEA_SHOP);
  writing.stop();
  const looked = due.mock.calls.length;
  expect(looked).toBeGreaterThan(2);
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(due).toHaveBeenCalledTimes(looked);
});
