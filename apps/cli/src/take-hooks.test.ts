import { type Instant, instantOfMs, type Shop, type ShopId } from '@clientele/model';
import type { TakenDeliveries } from '@clientele/pipeline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takeHooks } from './take-hooks.js';
import { TEA_SHOP } from './tea-shop.fixture.js';

/** The part of a house that taking needs; `left` is how many wait of a connection, so many are taken together. */
function houseOf(left: Map<string, number>, together: number) {
  let told: (shop: ShopId, connection: string) => void = () => {};
  const takeHooks = vi.fn(async (_: Shop, connection: string): Promise<TakenDeliveries> => {
    const waiting = left.get(connection) ?? 0;
    const deliveries = Math.min(waiting, together);
    left.set(connection, waiting - deliveries);
    return { outcome: 'taken', deliveries, isMore: waiting > deliveries };
  });
  const states = async () =>
    new Map(
      [...left].flatMap(([name, waiting]) => (waiting === 0 ? [] : [[name, { waiting, since: TEA_SHOP.createdAt }]])),
    );
  return {
    ledger: { shops: { list: async () => [TEA_SHOP], get: async () => TEA_SHOP }, inbox: { states } },
    clock: (): Instant => instantOfMs(Date.now()),
    advanceShop: vi.fn(async () => {}),
    takeHooks,
    onHookKept: (call: typeof told) => {
      told = call;
    },
    tell: (connection: string) => {
      left.set(connection, (left.get(connection) ?? 0) + 1);
      told(TEA_SHOP.id, connection);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what was left is taken at the beginning, and what comes is taken at once, until nothing waits', async () => {
  const left = new Map([['web', 5]]);
  const house = houseOf(left, 2);
  const taking = takeHooks(house, vi.fn());
  await vi.advanceTimersByTimeAsync(0);
  expect(left.get('web')).toBe(0);
  expect(house.advanceShop).toHaveBeenCalledTimes(3);
  for (const name of ['web', 'till', 'web']) house.tell(name);
  await vi.advanceTimersByTimeAsync(0);
  expect(left).toEqual(
    new Map([
      ['web', 0],
      ['till', 0],
    ]),
  );
  taking.stop();
  house.tell('web');
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(left.get('web')).toBe(1);
});

test('what comes while something is taken is taken behind it, by nobody else', async () => {
  const left = new Map<string, number>();
  const house = houseOf(left, 9);
  let [running, most] = [0, 0];
  house.advanceShop.mockImplementation(async () => {
    running += 1;
    most = Math.max(most, running);
    if (left.get('web') === 0 && house.advanceShop.mock.calls.length === 1) house.tell('web');
    await Promise.resolve();
    running -= 1;
  });
  const taking = takeHooks(house, vi.fn());
  house.tell('web');
  await vi.advanceTimersByTimeAsync(0);
  expect([left.get('web'), most, house.advanceShop.mock.calls.length]).toEqual([0, 1, 2]);
  taking.stop();
});

test('a connection that fails is told of and left alone for a while, the others are not', async () => {
  const left = new Map([['web', 1]]);
  const house = houseOf(left, 9);
  const failure = { outcome: 'failed', code: 'unreachable', sentence: 'nobody answers' } as const;
  house.takeHooks.mockResolvedValueOnce(failure).mockRejectedValueOnce(new Error('the disk is full'));
  const onFailure = vi.fn();
  const taking = takeHooks(house, onFailure);
  await vi.advanceTimersByTimeAsync(0);
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(new Error('nobody answers'), TEA_SHOP);
  house.tell('web');
  await vi.advanceTimersByTimeAsync(45_000);
  expect(house.takeHooks).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(onFailure).toHaveBeenLastCalledWith(new Error('the disk is full'), TEA_SHOP);
  house.tell('till');
  await vi.advanceTimersByTimeAsync(0);
  expect(left.get('till')).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(left.get('web')).toBe(0);
  taking.stop();
});
