import type { Path } from '../json/path-text.js';

/** A part of a foreign definition that the language cannot say, or that nobody has named yet. */
export class LeftOut {
  constructor(
    /** One sentence without a full stop: what it is, and what helps where something does. */
    readonly why: string,
    /** Where in the condition it stands. */
    readonly path: Path = [],
  ) {}

  /** The same, seen from further out. */
  within(...outer: Path): LeftOut {
    return new LeftOut(this.why, [...outer, ...this.path]);
  }
}
