import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from './random.js';

const draws = (seed: number, index: number, stream: number = STREAMS.person) =>
  Array.from(
    { length: 4 },
    (
      (random) => () =>
        random.next()
    )(new Random(seed, index, stream as typeof STREAMS.person)),
  );

describe('Random', () => {
  it('gives the same numbers for the same key and others for any other key', () => {
    expect(draws(7, 3)).toEqual(draws(7, 3));
    const keys = [
      draws(7, 3),
      draws(8, 3),
      draws(7, 4),
      draws(7, 3, STREAMS.orders),
      draws(7 + 2 ** 32, 3),
      draws(-7, 3),
    ];
    expect(new Set(keys.map(String)).size).toBe(keys.length);
  });

  it('spreads evenly over neighbouring keys', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let index = 0; index < 20_000; index += 1) {
      const tenth = new Random(1, index, STREAMS.person).below(10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it.each([
    { shape: 0.4, mean: 2 },
    { shape: 3, mean: 10 },
  ])('draws gamma numbers with mean $mean and the variance of shape $shape', ({ shape, mean }) => {
    const random = new Random(1, 0, STREAMS.shopper);
    const numbers = Array.from({ length: 40_000 }, () => random.gamma(shape, mean));
    const average = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    const variance = numbers.reduce((sum, number) => sum + (number - average) ** 2, 0) / numbers.length;
    expect(average / mean).toBeCloseTo(1, 1);
    expect(variance / (mean ** 2 / shape)).toBeGreaterThan(0.9);
    expect(variance / (mean ** 2 / shape)).toBeLessThan(1.1);
  });

  it('picks keys in proportion to their weights', () => {
    const random = new Random(1, 0, STREAMS.shopper);
    const picks = Array.from({ length: 10_000 }, () => random.weighted({ often: 3, seldom: 1, never: 0 }));
    expect(picks.filter((pick) => pick === 'often').length / picks.length).toBeCloseTo(0.75, 1);
    expect(picks).not.toContain('never');
  });
});
