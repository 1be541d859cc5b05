const EXAMPLES = 10;

export interface Mismatch {
  /** A segment by its handle, a trait by its name, who a customer record is, or a record kept by customer. */
  readonly of: 'segment' | 'trait' | 'identity' | 'record';
  readonly name: string;
  /** The profile concerned; empty where there is none. */
  readonly profile: string;
  /** What is stored, or what the engine answers: `in` or `out` of a segment, a trait's value as text. */
  readonly stored: string;
  /** What the records lead to. */
  readonly found: string;
}

/** The mismatches of an audit: all counted, the first few kept. */
export class Findings {
  count = 0;
  readonly examples: Mismatch[] = [];

  compare(of: Mismatch['of'], name: string, profile: string, stored: string, found: string): void {
    if (stored === found) return;
    this.count += 1;
    if (this.examples.length < EXAMPLES) this.examples.push({ of, name, profile, stored, found });
  }

  /** Adds many at once; the first of them are made examples by `show`. */
  async add<T>(all: readonly T[], count: number, show: (some: readonly T[]) => Promise<Mismatch[]>): Promise<void> {
    this.count += count;
    const some = all.slice(0, EXAMPLES - this.examples.length);
    if (some.length > 0) this.examples.push(...(await show(some)));
  }
}
