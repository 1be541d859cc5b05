/** Values that a statement takes once, named at its beginning, however often it looks into them. */
export class Constants {
  readonly #values = new Map<string, string>();

  /**
   * The name for the value.
   *
   * @param sql a query of one value; the same wherever this name is given
   */
  add(name: string, sql: string): string {
    this.#values.set(name, sql);
    return name;
  }

  /** Takes over those of a part of the statement. */
  addAll(others: Constants, sqlOf: (sql: string) => string): void {
    for (const [name, sql] of others.#values) this.add(name, sqlOf(sql));
  }

  /** The beginning of the statement; empty where there are none. */
  get sql(): string {
    const named = Array.from(this.#values, ([name, sql]) => `${sql} AS ${name}`);
    return named.length === 0 ? '' : `WITH ${named.join(', ')} `;
  }
}
