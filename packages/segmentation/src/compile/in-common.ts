import { Bought } from './bought.js';
import { ListElements } from './list-elements.js';

/** What many conditions over all profiles have in common: in one statement, each of it is computed once for a profile. */
export class Common {
  readonly bought = new Bought();
  readonly #lists = new Map<string, ListElements>();
  readonly #names = new Map<string, string>();

  /** The name for an expression over a row of `profiles`. */
  name(sql: string): string {
    const name = this.#names.get(sql) ?? `v${this.#names.size}`;
    this.#names.set(sql, name);
    return name;
  }

  /** SQL that a list has an element. */
  has(list: string, element: string): string {
    const elements = this.#lists.get(list) ?? new ListElements(list, `l${this.#lists.size}`);
    this.#lists.set(list, elements);
    return elements.has(element);
  }

  /** The beginning of the SELECT from `profiles`; empty where nothing was named. */
  get sql(): string {
    const named = Array.from(this.#names, ([sql, name]) => `${sql} AS ${name}`);
    const all = [...named, ...[...this.#lists.values()].flatMap((list) => list.named())];
    return all.length === 0 ? '' : `WITH ${all.join(', ')} `;
  }
}
