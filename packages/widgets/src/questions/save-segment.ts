import type { Question } from '../gateway/gateway-client.js';
import type { QueryProblem } from './preview.js';

/** A saved segment, as far as a change to it needs to know it. */
export interface SavedSegment {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  /** Empty of a list. */
  readonly query: string;
  readonly version: number;
}

/** What is asked for a segment: its query, or, since a list has none, who is in it. */
export function textOf({ query, handle }: Pick<SavedSegment, 'query' | 'handle'>): string {
  return query === '' ? `in_segment('${handle}')` : query;
}

export interface SaveProblem extends QueryProblem {
  readonly code: string;
  /** Path of the argument. */
  readonly field: readonly string[];
}

export interface SaveAnswer {
  readonly saved: { readonly segment: SavedSegment | null; readonly userErrors: readonly SaveProblem[] };
}

const PAYLOAD = 'segment { id handle name query version } userErrors { code field message line column hint }';

export const CREATE_SEGMENT: Question<SaveAnswer, { readonly name: string; readonly query: string }> = {
  text: `mutation CreateSegment($name: String!, $query: String!) {
  saved: segmentCreate(input: { name: $name, query: $query }) { ${PAYLOAD} }
}`,
};

/** Of who is in the query now; it changes by hand alone. */
export const CREATE_LIST: Question<SaveAnswer, { readonly name: string; readonly query: string }> = {
  text: `mutation CreateList($name: String!, $query: String!) {
  saved: segmentSnapshot(input: { name: $name, query: $query }) { ${PAYLOAD} }
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

export const RENAME_SEGMENT: Question<SaveAnswer, { readonly id: string; readonly name: string }> = {
  text: `mutation RenameSegment($id: ID!, $name: String!) {
  saved: segmentUpdate(input: { id: $id, name: $name }) { ${PAYLOAD} }
}`,
};

export const DELETE_SEGMENT: Question<SaveAnswer, { readonly id: string }> = {
  text: `mutation DeleteSegment($id: ID!) {
  saved: segmentDelete(id: $id) { ${PAYLOAD} }
}`,
};

/** Who is concerned when a segment goes; null where it is gone already. */
export interface SegmentUse {
  readonly segment: {
    /** Members at the last evaluation; null before the first. */
    readonly count: number | null;
    readonly referredToBy: readonly { readonly name: string }[];
  } | null;
}

export const SEGMENT_USE: Question<SegmentUse, { readonly id: string }> = {
  text: `query SegmentUse($id: ID!) {
  segment(id: $id) { count referredToBy { name } }
}`,
};
