/** What a stream of random numbers is for: streams of one person are independent of each other. */
export const STREAMS = {
  households: 1,
  household: 2,
  person: 3,
  mobile: 4,
  shopper: 5,
  visits: 6,
  desk: 7,
  record: 8,
  versions: 9,
  orders: 10,
  behaviour: 11,
  consents: 12,
  bulk: 13,
  facts: 14,
} as const;
export type Stream = (typeof STREAMS)[keyof typeof STREAMS];

/**
 * Random numbers that depend on nothing but (seed, index, stream), so that any person can be made without the ones
 * before. The generator is sfc32 (Chris Doty-Humphrey's small fast counting generator), keyed by an integer hash.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(seed: number, index: number, stream: Stream) {
    this.a = mix(seed ^ Math.imul(stream, 0x9e3779b9));
    this.b = mix(this.a ^ Math.floor(seed / 0x1_0000_0000));
    this.c = mix(this.b ^ index);
    this.counter = 1;
    for (let round = 0; round < 6; round += 1) this.next();
  }

  /** An integer from 0 to 2^32 - 1. */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, not including, 1. */
  unit(): number {
    return this.next() / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  /** An integer from `first` to `last`, both possible. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** Like {@link pick} with the first items of the list the likeliest, as first names and best sellers are. */
  pickSkewed<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.unit() ** 1.4 * list.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** The key of one of the weights, in proportion to them. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const keys = Object.keys(weights) as K[];
    let left = this.unit() * keys.reduce((sum, key) => sum + weights[key], 0);
    for (const key of keys) {
      left -= weights[key];
      if (left < 0) return key;
    }
    return keys[keys.length - 1] as K;
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Gamma with the given shape and mean (Marsaglia and Tsang's method). */
  gamma(shape: number, mean: number): number {
    if (shape < 1) return this.gamma(shape + 1, (mean / shape) * (shape + 1)) * (1 - this.unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v * mean) / shape;
    }
  }
}

/** A bijection of the 32-bit integers that spreads every bit over all others. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
