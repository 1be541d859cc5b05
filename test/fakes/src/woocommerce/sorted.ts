export type Key = number | string;

export interface Row {
  readonly id: number;
}

const LARGEST_BLOCK = 512;

/** Rows in the order of a key, and of their ids where keys tie; in blocks, so that one in the middle moves few others. */
export class Sorted<T extends Row> {
  readonly #blocks: T[][] = [[]];
  readonly #keyOf: (row: T) => Key;
  #size = 0;

  constructor(keyOf: (row: T) => Key) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#size;
  }

  add(row: T): void {
    const { block, index } = this.#find(this.#keyOf(row), row.id);
    const rows = this.#blocks[block] ?? [];
    rows.splice(index, 0, row);
    this.#size += 1;
    if (rows.length <= LARGEST_BLOCK) return;
    // Rows mostly come last: full blocks then stay full.
    const half = index === LARGEST_BLOCK ? index : LARGEST_BLOCK / 2;
    this.#blocks.splice(block, 1, rows.slice(0, half), rows.slice(half));
  }

  remove(row: T): void {
    const { block, index } = this.#find(this.#keyOf(row), row.id);
    const rows = this.#blocks[block] ?? [];
    rows.splice(index, 1);
    this.#size -= 1;
    if (rows.length === 0 && this.#blocks.length > 1) this.#blocks.splice(block, 1);
  }

  /** The place of the first row with this key or a later one. */
  placeOf(key: Key): number {
    return this.#placeOf(this.#find(key, Number.NEGATIVE_INFINITY));
  }

  /** The place of the first row with a later key. */
  placeAfter(key: Key): number {
    return this.#placeOf(this.#find(key, Number.POSITIVE_INFINITY));
  }

  slice(start: number, end: number): T[] {
    const rows: T[] = [];
    let before = 0;
    for (const block of this.#blocks) {
      if (before >= end) break;
      if (before + block.length > start) rows.push(...block.slice(Math.max(0, start - before), end - before));
      before += block.length;
    }
    return rows;
  }

  /** Where a row with this key and id is, or belongs. */
  #find(key: Key, id: number): { readonly block: number; readonly index: number } {
    const isBefore = (row: T | undefined) => {
      if (row === undefined) return false;
      const own = this.#keyOf(row);
      return own < key || (own === key && row.id < id);
    };
    const last = this.#blocks.length - 1;
    const block = Math.min(
      last,
      firstOf(last, (at) => !isBefore(this.#blocks[at]?.at(-1))),
    );
    const rows = this.#blocks[block] ?? [];
    return { block, index: firstOf(rows.length, (at) => !isBefore(rows[at])) };
  }

  #placeOf({ block, index }: { readonly block: number; readonly index: number }): number {
    let place = index;
    for (let earlier = 0; earlier < block; earlier += 1) place += this.#blocks[earlier]?.length ?? 0;
    return place;
  }
}

/** The first number below a limit that passes a test which all after it pass too; the limit where none does. */
function firstOf(limit: number, passes: (number: number) => boolean): number {
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
