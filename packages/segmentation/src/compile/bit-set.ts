/** Which of some things are chosen: a bit for each, by its number from 0. What is beyond the last means nothing. */
export type BitSet = Uint32Array;

/** Those of some things for which something holds. */
export function bitSet<T>(things: readonly T[], holds: (thing: T, at: number) => boolean): BitSet {
  const set = new Uint32Array(Math.ceil(things.length / 32));
  for (const [at, thing] of things.entries()) {
    if (holds(thing, at)) set[at >>> 5] = (set[at >>> 5] ?? 0) | (1 << (at & 31));
  }
  return set;
}

export const intersection = (a: BitSet, b: BitSet): BitSet => a.map((word, at) => word & (b[at] ?? 0));
export const union = (a: BitSet, b: BitSet): BitSet => a.map((word, at) => word | (b[at] ?? 0));
export const complement = (a: BitSet): BitSet => a.map((word) => ~word);

/** The numbers of those that are in one of two sets, not in both; and whether each is in the first. */
export function* differencesOf(
  a: BitSet,
  b: BitSet,
  count: number,
): Generator<readonly [at: number, inFirst: boolean]> {
  for (const [word, bits] of a.entries()) {
    let differing = bits ^ (b[word] ?? 0);
    while (differing !== 0) {
      const bit = 31 - Math.clz32(differing & -differing);
      differing &= differing - 1;
      const at = word * 32 + bit;
      if (at < count) yield [at, ((bits >>> bit) & 1) === 1];
    }
  }
}
