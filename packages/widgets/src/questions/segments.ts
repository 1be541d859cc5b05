import type { Question } from '../gateway/gateway-client.js';

export interface SegmentRow {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  /** Whether the count is that of the query as it stands. */
  readonly state: 'NEW' | 'EVALUATING' | 'FRESH' | 'FAILED';
  /** Why the last count failed, as a sentence; null where it did not. */
  readonly failure: string | null;
  /** Empty of a list. */
  readonly query: string;
  /** 1, 2, 3 …; a new one whenever the query changes. */
  readonly version: number;
  /** Members at the last evaluation; null before the first. */
  readonly count: number | null;
  readonly evaluatedAt: string | null;
  /** Null where the query cannot be read. */
  readonly freshness: {
    /** What the members follow. */
    readonly words: string;
    readonly state: 'CURRENT' | 'BEHIND' | 'LATE';
    readonly owed: readonly { readonly reason: OwedReason }[];
  } | null;
}

export type OwedReason = 'RECORDS' | 'LIST' | 'DAY' | 'MOMENT' | 'DEFINITION' | 'FAILED';

/** One page of the saved segments, the largest first. */
export interface SegmentPage {
  readonly shop: {
    readonly currency: string;
    readonly timeZone: string;
    readonly totals: { readonly profiles: number };
  };
  readonly segments: {
    readonly nodes: readonly SegmentRow[];
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

export const SEGMENTS: Question<SegmentPage, { readonly first: number; readonly after: string | null }> = {
  text: `query Segments($first: Int!, $after: String) {
  shop { currency timeZone totals { profiles } }
  segments(first: $first, after: $after, order: SIZE) {
    nodes { id handle name description query version state failure count evaluatedAt freshness { words state owed { reason } } }
    totalCount
    pageInfo { hasNextPage endCursor }
  }
}`,
};
