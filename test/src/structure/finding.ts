/** One breach of a rule of the repository's structure: where, and in one sentence what and how to mend it. */
export interface Finding {
  /** Path from the root of the repository, with `:line` where there is one. */
  readonly place: string;
  readonly problem: string;
}
