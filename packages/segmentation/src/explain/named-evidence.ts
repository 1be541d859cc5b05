import type { Evidence } from './evidence.js';

/** How many records of a kind an explanation names; the others are counted. */
export const NAMED_EVIDENCE = 20;

/** What a condition rests on, as far as it is named. */
export interface NamedEvidence {
  /**
   * Records: without them the condition would be the other way round, where it takes records for being as it is. Those that
   * its value is of come first, of several the newest; at most 20 of each kind.
   */
  readonly evidence: readonly Evidence[];
  /** How many there are of each kind, those that are not named too. */
  readonly evidenceCounts: Readonly<Record<Evidence['kind'], number>>;
}

export function namedEvidence(all: readonly Evidence[]): NamedEvidence {
  const evidenceCounts = { order: 0, refund: 0, event: 0 };
  const evidence = all.filter(({ kind }) => {
    evidenceCounts[kind] += 1;
    return evidenceCounts[kind] <= NAMED_EVIDENCE;
  });
  return { evidence, evidenceCounts };
}
