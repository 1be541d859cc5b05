import { hash64 } from './hash64.js';

const FIRST_CAPACITY = 1 << 12;

/**
 * A set of texts that remembers only 64 bits of each: about 16 bytes a key where a Set needs over a hundred. Among ten
 * million keys, the chance that any two are taken for one is three in a million.
 */
export class KeySet {
  #slots = new Uint32Array(2 * FIRST_CAPACITY);
  #size = 0;

  add(key: string): void {
    const [high, low] = wordsOf(key);
    if (this.#insert(high, low)) this.#size += 1;
    if (this.#size * 4 > (this.#slots.length / 2) * 3) this.#grow();
  }

  has(key: string): boolean {
    const [high, low] = wordsOf(key);
    const slot = this.#find(high, low);
    return this.#slots[slot] === high && this.#slots[slot + 1] === low;
  }

  #insert(high: number, low: number): boolean {
    const slot = this.#find(high, low);
    if (this.#slots[slot] !== 0 || this.#slots[slot + 1] !== 0) return false;
    this.#slots[slot] = high;
    this.#slots[slot + 1] = low;
    return true;
  }

  /** The slot of these words, or the empty one where they belong (linear probing). */
  #find(high: number, low: number): number {
    const mask = this.#slots.length / 2 - 1;
    for (let index = low & mask; ; index = (index + 1) & mask) {
      const slot = 2 * index;
      const a = this.#slots[slot];
      const b = this.#slots[slot + 1];
      if ((a === 0 && b === 0) || (a === high && b === low)) return slot;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += 2) {
      const high = old[slot] ?? 0;
      const low = old[slot + 1] ?? 0;
      if (high !== 0 || low !== 0) this.#insert(high, low);
    }
  }
}

/** Two zero words mark an empty slot, so that no key may have them. */
function wordsOf(key: string): readonly [number, number] {
  const words = hash64(key);
  return words[0] === 0 && words[1] === 0 ? [0, 1] : words;
}
