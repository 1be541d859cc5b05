import type { Question } from '../gateway/gateway-client.js';
import type { QueryProblem } from './preview.js';

/** Something that may come next in a query. */
export interface Completion {
  readonly kind: string;
  readonly label: string;
  /** What takes the place of the range. */
  readonly insert: string;
  readonly description: string;
  /** How many profiles have it; null where that says nothing. */
  readonly profiles: number | null;
}

export interface CompleteAnswer {
  readonly completeQuery: {
    /** The range of the text, in UTF-16 units. */
    readonly from: number;
    readonly to: number;
    readonly completions: readonly Completion[];
  };
}

interface Asked extends Readonly<Record<string, unknown>> {
  readonly text: string;
  readonly offset: number;
  /** Who asks: its newest question ends the one before. */
  readonly page: string;
}

export const COMPLETE: Question<CompleteAnswer, Asked> = {
  text: `query Complete($text: String!, $offset: Int!, $page: String!) {
  completeQuery(text: $text, offset: $offset, page: $page) {
    from to
    completions { kind label insert description profiles }
  }
}`,
};

export interface CheckAnswer {
  readonly checkQuery: { readonly warnings: readonly QueryProblem[] };
}

/** What is odd about a query that can be asked. */
export const CHECK: Question<CheckAnswer, { readonly query: string; readonly page: string }> = {
  text: `query Check($query: String!, $page: String!) {
  checkQuery(query: $query, page: $page) { warnings { message line column hint } }
}`,
};
