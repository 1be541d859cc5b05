/** Numbers from 0 up to 1 that a seed decides (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A number from 0 up to 1 that all of the given decide. */
export function hashOf(...numbers: readonly number[]): number {
  return randomOf(numbers.reduce((hash, number) => Math.imul(hash ^ number, 0x01000193), 0x811c9dc5))();
}
