import { type Key, type Row, Sorted } from './sorted.js';

/** A page of rows in one of their orders. */
export interface Selection<T, Ordering> {
  readonly by: Ordering;
  readonly descending: boolean;
  /** Only rows between two keys of an order, this one or another; both are exclusive. */
  readonly within?: { readonly by: Ordering; readonly after: Key | undefined; readonly before: Key | undefined };
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

  /** Changes a row, which stands where its new keys put it afterwards. */
  change(row: T, change: (row: T) => void): void {
    for (const sorted of this.#all()) sorted.remove(row);
    change(row);
    for (const sorted of this.#all()) sorted.add(row);
  }

  select({ by, descending, within, where, offset, limit, tie }: Selection<T, Ordering>): Selected<T> {
    const range = within ?? { by, after: undefined, before: undefined };
    const sorted = this.#sorted[range.by];
    const from = range.after === undefined ? 0 : sorted.placeAfter(range.after);
    const to = range.before === undefined ? sorted.size : Math.max(from, sorted.placeOf(range.before));
    const isFound = range.by === by && where === undefined;
    const passing = isFound ? undefined : this.#sortedBy(by, sorted.slice(from, to).filter(where ?? (() => true)));
    const total = passing?.length ?? to - from;
    const slice = (start: number, end: number) => passing?.slice(start, end) ?? sorted.slice(from + start, from + end);
    /** The rows of these places, counted from the end where that comes first. */
    const rowsAt = (start: number, end: number) =>
      descending ? slice(total - end, total - start).reverse() : slice(start, end);
    const start = Math.min(offset, total);
    const end = Math.min(offset + limit, total);
    if (tie === undefined || start === end) return { rows: rowsAt(start, end), total };
    const span = { start, end, total, asked: offset + limit, descending };
    return { rows: shuffled(rowsAt, this.#orders[by], tie, span), total };
  }

  #sortedBy(by: Ordering, rows: T[]): T[] {
    const keyOf = this.#orders[by];
    return rows.sort((a, b) => {
      const [one, other] = [keyOf(a), keyOf(b)];
      return one === other ? a.id - b.id : one < other ? -1 : 1;
    });
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
  readonly descending: boolean;
}

/** The page, with each group of ties that it touches in the order of their ranks. */
function shuffled<T>(
  rowsAt: (start: number, end: number) => readonly T[],
  keyOf: (row: T) => Key,
  tie: (row: T, end: number) => number,
  { start, end, total, asked, descending }: Span,
): readonly T[] {
  const tied = (a: number, b: number) => {
    const [one, other] = [rowsAt(a, a + 1), rowsAt(b, b + 1)].map(([row]) => row && keyOf(row));
    return one === other;
  };
  let first = start;
  while (first > 0 && tied(first - 1, start)) first -= 1;
  let past = end;
  while (past < total && tied(past, end - 1)) past += 1;
  const rows = [...rowsAt(first, past)].sort((a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)];
    if (one === other) return tie(a, asked) - tie(b, asked);
    return one < other === descending ? 1 : -1;
  });
  return rows.slice(start - first, end - first);
}
