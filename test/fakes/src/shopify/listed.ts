import { compareIds, type Id } from './gid.js';

export type SortValue = number | string;
export type SortBy<T> = (row: T) => SortValue;

/** Things of one kind by id, and in any order asked for: sorted when somebody asks, and again after a change. */
export class Listed<T extends { readonly id: Id }> {
  readonly #byId = new Map<Id, T>();
  readonly #sorted = new Map<SortBy<T>, readonly T[]>();

  get size(): number {
    return this.#byId.size;
  }

  get(id: Id): T | undefined {
    return this.#byId.get(id);
  }

  values(): IterableIterator<T> {
    return this.#byId.values();
  }

  add(row: T): void {
    this.#byId.set(row.id, row);
    this.changed();
  }

  delete(id: Id): void {
    this.#byId.delete(id);
    this.changed();
  }

  /** To be told of whatever moves a row in an order. */
  changed(): void {
    this.#sorted.clear();
  }

  /** By a value, and by id where it ties. */
  sorted(by: SortBy<T>): readonly T[] {
    const known = this.#sorted.get(by);
    if (known !== undefined) return known;
    const rows = [...this.#byId.values()].sort((a, b) => compareKeys([by(a), a.id], [by(b), b.id]));
    this.#sorted.set(by, rows);
    return rows;
  }
}

export type SortKey = readonly [SortValue, Id];

export function compareKeys([a, idOfA]: SortKey, [b, idOfB]: SortKey): number {
  if (a === b) return compareIds(idOfA, idOfB);
  return a < b ? -1 : 1;
}
