/** Eight megabytes: with ten million ids in it, five of a hundred others are taken for seen. */
const BITS = 2 ** 26;

/** Three bits for each id. */
const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b];

/** As long as there are no more, they are kept themselves: most batches are small, and the bits take their eight megabytes at once. */
const FEW = 10_000;

/**
 * Ids that were seen, in memory that does not grow with them: it never forgets one, but where there are many it may take
 * others for seen, the more the fuller it is (a Bloom filter).
 */
export class SeenIds {
  readonly #few = new Set<string>();
  #bits: Uint8Array | undefined;

  add(id: string): void {
    if (this.#bits !== undefined) {
      mark(this.#bits, id);
      return;
    }
    this.#few.add(id);
    if (this.#few.size <= FEW) return;
    this.#bits = new Uint8Array(BITS / 8);
    for (const known of this.#few) mark(this.#bits, known);
    this.#few.clear();
  }

  /** False only of an id that was not added. */
  mayHave(id: string): boolean {
    const bits = this.#bits;
    if (bits === undefined) return this.#few.has(id);
    return SEEDS.every((seed) => {
      const bit = placeOf(id, seed);
      return ((bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
    });
  }
}

function mark(bits: Uint8Array, id: string): void {
  for (const seed of SEEDS) {
    const bit = placeOf(id, seed);
    bits[bit >>> 3] = (bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }
}

/** FNV-1a, with its bits mixed: ids often differ in their last characters only. */
function placeOf(id: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) & (BITS - 1);
}
