/** Gathers the values of a statement under names of their own; a value that comes again keeps its name. */
export class Parameters {
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, unknown> = {};

  /** The place for the value in the SQL, such as `{p0:String}`. */
  add(type: string, value: unknown): string {
    const same = `${type} ${JSON.stringify(value)}`;
    const name = this.#names.get(same) ?? `p${this.#names.size}`;
    this.#names.set(same, name);
    this.#values[name] = value;
    return `{${name}:${type}}`;
  }

  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }
}
