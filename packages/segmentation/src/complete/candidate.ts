import type { CompletionKind } from './completion.js';

/** Something that may be offered, before it is looked at whether it begins as what was typed. */
export interface Candidate {
  readonly kind: CompletionKind;
  readonly label: string;
  readonly insert: string;
  readonly description: string;
  /** Lower comes first among those that fit what was typed equally well. */
  readonly group: number;
  readonly profiles?: number | null;
  /** What somebody may type for it; its label where it says nothing. */
  readonly typed?: readonly string[];
  /** A query of it that can be written; it is offered only where that can be asked. */
  readonly probe?: string;
}

/** Where kinds stand among one another at the beginning of a condition. */
export const GROUPS = { attribute: 1, rows: 2, form: 3, measure: 4, other: 5, older: 6 } as const;
