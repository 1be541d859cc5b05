/** What kind of thing is offered. */
export type CompletionKind =
  | 'attribute'
  | 'rows'
  | 'parameter'
  | 'measure'
  | 'operator'
  | 'keyword'
  | 'value'
  | 'date'
  | 'segment';

/** Something that may come next in a query. */
export interface Completion {
  readonly kind: CompletionKind;
  /** What a list shows. */
  readonly label: string;
  /** What takes the place of the range. */
  readonly insert: string;
  /** One line. */
  readonly description: string;
  /** How many profiles of the shop have the value, or are members; null where that was not asked. */
  readonly profiles: number | null;
}

/** What may come next at a place of a query, best first. */
export interface Completions {
  /** The range of the text that an insertion replaces: from this offset, */
  readonly from: number;
  /** to before this one. */
  readonly to: number;
  readonly completions: readonly Completion[];
}
