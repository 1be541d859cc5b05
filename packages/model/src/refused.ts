/** Input that was set aside, to be looked at and retried; it never stops the good input beside it. */
export interface Refused {
  /** The file or connection it came from. */
  readonly source: string;
  /** Where in the source: `line 17`, `row 3`, a record's kind and id. */
  readonly place: string;
  /** What is wrong and how to mend it, in one sentence without personal data. */
  readonly reason: string;
}
