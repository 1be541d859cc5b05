import { hash, randomBytes } from 'node:crypto';
import { NumberList } from './number-list.js';

/**
 * Numbers texts 0, 1, 2 … in the order of their first appearance, at about twenty bytes a text: it keeps 64 bits of a
 * salted SHA-256 instead of the text. Two of ten million texts are taken for one with a chance of 3 in 1,000,000, and
 * nobody can make up an address that is taken for somebody else's.
 */
export class TextNumbers {
  readonly #salt = randomBytes(8).toString('hex');
  readonly #high = new NumberList();
  readonly #low = new NumberList();
  /** Open addressing: a number plus one, or 0 where a slot is free; at most half of the slots are taken. */
  #slots = new Uint32Array(4096);

  get count(): number {
    return this.#high.length;
  }

  numberOf(text: string): number {
    // A text of one character a byte: a buffer would take four times as long.
    const digest = hash('sha256', this.#salt + text, 'binary');
    const high = wordAt(digest, 0);
    const low = wordAt(digest, 4);
    const slot = this.#slotOf(high, low);
    const found = this.#slots[slot]!;
    if (found !== 0) return found - 1;
    const number = this.count;
    this.#high.push(high);
    this.#low.push(low);
    this.#slots[slot] = number + 1;
    if (this.count * 2 > this.#slots.length) this.#grow();
    return number;
  }

  /** The slot that holds the text of this hash, else the free one where it belongs. */
  #slotOf(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    let slot = low & mask;
    for (;;) {
      const number = this.#slots[slot]! - 1;
      if (number === -1 || (this.#low.at(number) === low && this.#high.at(number) === high)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.count; number++) {
      this.#slots[this.#slotOf(this.#high.at(number), this.#low.at(number))] = number + 1;
    }
  }
}

function wordAt(digest: string, offset: number): number {
  const byte = (index: number): number => digest.charCodeAt(offset + index);
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
}
