import type { Difference } from './differences.js';

/** Thrown inside a trial where a law is broken; the bench turns it into a finding. */
export class Violation extends Error {
  readonly differences: readonly Difference[];

  constructor(sentence: string, differences: readonly Difference[] = []) {
    super(sentence);
    this.differences = differences;
  }
}

/** A request or a step cannot be made at all: that says nothing of the law itself yet. */
export class Unfinished extends Violation {}

/** The world itself failed: that says nothing of the connector. */
export class WorldFailed extends Unfinished {}

/** Breaks the law unless it holds. */
export function holds(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Violation(sentence);
}
