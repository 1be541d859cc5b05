/** Systems whose segment definitions are read. */
export const IMPORT_SOURCES = ['klaviyo', 'hubspot'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** What became of one condition of a definition. */
export interface ImportedPart {
  /** Where it stands in the JSON, such as `definition.condition_groups[0].conditions[1]`; of what is not carried over, the part of it that is in the way. */
  readonly path: string;
  readonly carried: 'exactly' | 'approximately' | 'not';
  /** The condition in our language; null where it is not carried over. */
  readonly query: string | null;
  /** How the query differs, or why there is none: sentences. */
  readonly notes: readonly string[];
  /** What leaving it out does to the rest: who would be in too, or be missing; null where nothing is left out, or nothing is left. */
  readonly effect: 'wider' | 'narrower' | null;
}

/** A definition, as far as it could be carried over. */
export interface ImportedDefinition {
  readonly outcome: 'read';
  /** What it is called there, where that is said. */
  readonly name: string | null;
  /** What could be carried over, in canonical form: it parses and passes the check; null when that is nothing. */
  readonly query: string | null;
  /** Whether nothing was left out: only then does the query stand for the definition. */
  readonly complete: boolean;
  /** Every condition, in the definition's order. */
  readonly report: readonly ImportedPart[];
}

export interface ImportError {
  /** Where in the JSON; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** What is no such definition at all. */
export interface InvalidDefinition {
  readonly outcome: 'invalid';
  readonly errors: readonly ImportError[];
}
