import { NumberList } from './number-list.js';
import { MAX_NAMES } from './reader.js';

/** The distinct names of each value, by their numbers, up to one more than may join. */
export class DistinctNames {
  /** Per value, how many names it has; at most `MAX_NAMES + 1`. */
  readonly #counts = new NumberList();
  /** Per value, its latest entry in the lists below plus one; each entry leads to the one before it. */
  readonly #heads = new NumberList();
  readonly #names = new NumberList();
  readonly #nexts = new NumberList();

  /** Notes one more carrier of a value (0, 1, 2 … as they first appear); true when its name makes the value shared. */
  add(value: number, name: number | null): boolean {
    if (value === this.#counts.length) {
      this.#counts.push(0);
      this.#heads.push(0);
    }
    if (name === null || this.isShared(value) || this.#has(value, name)) return false;
    this.#names.push(name);
    this.#nexts.push(this.#heads.at(value));
    this.#heads.set(value, this.#names.length);
    this.#counts.set(value, this.#counts.at(value) + 1);
    return this.isShared(value);
  }

  /** Whether more names than {@link MAX_NAMES} carry the value. */
  isShared(value: number): boolean {
    return this.#counts.at(value) > MAX_NAMES;
  }

  #has(value: number, name: number): boolean {
    for (let entry = this.#heads.at(value); entry !== 0; entry = this.#nexts.at(entry - 1)) {
      if (this.#names.at(entry - 1) === name) return true;
    }
    return false;
  }
}
