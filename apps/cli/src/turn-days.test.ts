import { instant, type Shop } from '@clientele/model';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TEA_SHOP } from './tea-shop.fixture.js';
import { turnDays } from './turn-days.js';

/** The part of a house that turning days needs; its shops are listed by `list`. */
function houseOf(list: () => Promise<Shop[]>, advanceShop: () => Promise<unknown>) {
  const nextTurn = async () => instant('2026-01-01T12:01:00Z');
  return { ledger: { shops: { list } }, clock: () => instant('2026-01-01T12:00:00Z'), advanceShop, nextTurn };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a ledger that cannot list its shops is told of and asked again', async () => {
  const list = vi.fn<() => Promise<Shop[]>>().mockRejectedValueOnce(new Error('gone')).mockResolvedValue([TEA_SHOP]);
  const [advance, onFailure] = [vi.fn(async () => {}), vi.fn()];
  const turning = turnDays(houseOf(list, advance), onFailure);
  await turning.caughtUp;
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(new Error('gone'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(advance).toHaveBeenCalledExactlyOnceWith(TEA_SHOP);
  turning.stop();
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(list).toHaveBeenCalledTimes(2);
});

test('whoever begins it need not wait until a shop has caught up', async () => {
  let done = (): void => {};
  const advance = () =>
    new Promise<void>((resolve) => {
      done = resolve;
    });
  const turning = turnDays(
    houseOf(async () => [TEA_SHOP], advance),
    vi.fn(),
  );
  const settled = vi.fn();
  turning.caughtUp.then(settled);
  await vi.advanceTimersByTimeAsync(1);
  expect(settled).not.toHaveBeenCalled();
  done();
  await turning.caughtUp;
  turning.stop();
});
