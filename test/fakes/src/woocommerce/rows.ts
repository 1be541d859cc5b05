type Key = number | string;

interface Row {
  readonly id: number;
}

/** A page of rows in one of their orders. Bounds are of what is ordered by, and exclusive. */
export interface Selection<T, Ordering> {
  readonly by: Ordering;
  readonly descending: boolean;
  readonly after?: Key | undefined;
  readonly before?: Key | undefined;
  readonly where?: ((row: T) => boolean) | undefined;
  readonly offset: number;
  readonly limit: number;
  /** Rank among rows that tie, for a page that ends there; without it they stand in the order of their ids. */
  readonly tie?: ((row: T, end: number) => number) | undefined;
}

export interface Selected<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

/** Rows of a table, found by id and held in each of their orders: a page costs what is on it, however many rows there are. */
export class Rows<T extends Row, Ordering extends string> {
  readonly #byId = new Map<number, T>();
  readonly #orders: Readonly<Record<Ordering, (row: T) => Key>>;
  readonly #sorted: Record<Ordering, Sorted<T>>;

  constructor(orders: Readonly<Record<Ordering, (row: T) => Key>>) {
    this.#orders = orders;
    const names = Object.keys(orders) as Ordering[];
    this.#sorted = Object.fromEntries(names.map((name) => [name, new Sorted(orders[name])])) as Record<
      Ordering,
      Sorted<T>
    >;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: number): T | undefined {
    return this.#byId.get(id);
  }

  values(): IterableIterator<T> {
    return this.#byId.values();
  }

  add(row: T): void {
    this.#byId.set(row.id, row);
    for (const sorted of this.#all()) sorted.add(row);
  }

  remove(row: T): void {
    if (!this.#byId.delete(row.id)) return;
    for (const sorted of this.#all()) sorted.remove(row);
  }

  /** Changes a row; only the orders whose key moves are touched. */
  change(row: T, change: (row: T) => void): void {
    const names = Object.keys(this.#orders) as Ordering[];
    const before = names.map((name) => this.#orders[name](row));
    const places = names.map((name) => this.#sorted[name].placeOf(row));
    change(row);
    for (const [index, name] of names.entries()) {
      if (this.#orders[name](row) === before[index]) continue;
      this.#sorted[name].removeAt(places[index] ?? 0);
      this.#sorted[name].add(row);
    }
  }

  select({ by, descending, after, before, where, offset, limit, tie }: Selection<T, Ordering>): Selected<T> {
    const sorted = this.#sorted[by];
    const from = after === undefined ? 0 : sorted.firstPast(after);
    const to = before === undefined ? sorted.rows.length : sorted.firstFrom(before);
    const within = where === undefined ? undefined : sorted.rows.slice(from, to).filter(where);
    const rows = within ?? sorted.rows;
    const [low, high] = within === undefined ? [from, Math.max(from, to)] : [0, within.length];
    const total = high - low;
    const start = Math.min(offset, total);
    const end = Math.min(offset + limit, total);
    const at = (place: number) => rows[descending ? high - 1 - place : low + place] as T;
    if (tie === undefined) {
      return { rows: Array.from({ length: end - start }, (_, index) => at(start + index)), total };
    }
    return { rows: shuffled(at, this.#orders[by], tie, { start, end, total, asked: offset + limit }), total };
  }

  #all(): Sorted<T>[] {
    return Object.values(this.#sorted);
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly total: number;
  readonly asked: number;
}

/** The page, with each group of ties that it touches in the order of their ranks. */
function shuffled<T>(
  at: (place: number) => T,
  keyOf: (row: T) => Key,
  tie: (row: T, end: number) => number,
  { start, end, total, asked }: Span,
): T[] {
  if (start === end) return [];
  const tied = (a: number, b: number) => keyOf(at(a)) === keyOf(at(b));
  let first = start;
  while (first > 0 && tied(first - 1, start)) first -= 1;
  let past = end;
  while (past < total && tied(past, end - 1)) past += 1;
  const page: T[] = [];
  for (let place = first; place < past; ) {
    const group: T[] = [];
    const head = place;
    while (place < past && tied(place, head)) group.push(at(place++));
    page.push(...group.sort((a, b) => tie(a, asked) - tie(b, asked)));
  }
  return page.slice(start - first, end - first);
}

/** Rows in the order of a key, and of their ids where keys tie. */
class Sorted<T extends Row> {
  readonly rows: T[] = [];
  readonly #keyOf: (row: T) => Key;

  constructor(keyOf: (row: T) => Key) {
    this.#keyOf = keyOf;
  }

  add(row: T): void {
    const last = this.rows.at(-1);
    if (last === undefined || this.#isBefore(last, this.#keyOf(row), row.id)) this.rows.push(row);
    else this.rows.splice(this.placeOf(row), 0, row);
  }

  remove(row: T): void {
    this.removeAt(this.placeOf(row));
  }

  removeAt(place: number): void {
    this.rows.splice(place, 1);
  }

  /** Where a row is, or belongs. */
  placeOf(row: T): number {
    const key = this.#keyOf(row);
    return this.#first((other) => !this.#isBefore(other, key, row.id));
  }

  firstFrom(key: Key): number {
    return this.#first((row) => this.#keyOf(row) >= key);
  }

  firstPast(key: Key): number {
    return this.#first((row) => this.#keyOf(row) > key);
  }

  #isBefore(row: T, key: Key, id: number): boolean {
    const own = this.#keyOf(row);
    return own < key || (own === key && row.id < id);
  }

  /** The first place whose row passes a test that all rows after it pass too. */
  #first(passes: (row: T) => boolean): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (passes(this.rows[middle] as T)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
