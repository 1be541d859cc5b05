import type { Question } from '../gateway/gateway-client.js';
import type { QueryProblem } from './preview.js';

/** A saved segment, as far as a change to it needs to know it. */
export interface SavedSegment {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly version: number;
}

export interface SaveProblem extends QueryProblem {
  readonly code: string;
  /** Path of the argument. */
  readonly field: readonly string[];
}

export interface SaveAnswer {
  readonly saved: { readonly segment: SavedSegment | null; readonly userErrors: readonly SaveProblem[] };
}

const PAYLOAD = 'segment { id name query version } userErrors { code field message line column hint }';

export const CREATE_SEGMENT: Question<SaveAnswer, { readonly name: string; readonly query: string }> = {
  text: `mutation CreateSegment($name: String!, $query: String!) {
  saved: segmentCreate(input: { name: $name, query: $query }) { ${PAYLOAD} }
}`,
};

export const REVISE_SEGMENT: Question<
  SaveAnswer,
  { readonly id: string; readonly query: string; readonly version: number }
> = {
  text: `mutation ReviseSegment($id: ID!, $query: String!, $version: Int!) {
  saved: segmentUpdate(input: { id: $id, query: $query, expectedVersion: $version }) { ${PAYLOAD} }
}`,
};
