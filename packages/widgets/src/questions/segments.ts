import type { Question } from '../gateway/gateway-client.js';

export interface SegmentRow {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  /** Whether the count is that of the query as it stands. */
  readonly state: 'NEW' | 'EVALUATING' | 'FRESH' | 'FAILED';
  readonly query: string;
  /** Members at the last evaluation; null before the first. */
  readonly count: number | null;
  readonly evaluatedAt: string | null;
}

export interface SegmentList {
  readonly shop: {
    readonly currency: string;
    readonly timeZone: string;
    readonly totals: { readonly profiles: number };
  };
  readonly segments: { readonly nodes: readonly SegmentRow[] };
}

export const SEGMENTS: Question<SegmentList, Record<string, never>> = {
  text: `query Segments {
  shop { currency timeZone totals { profiles } }
  segments(first: 100) { nodes { id handle name description query state count evaluatedAt } }
}`,
};
