import type { Question } from '../gateway/gateway-client.js';
import type { Money } from '../words/numbers.js';
import { MEMBER, type MemberRow } from './members.js';
import type { RecordOf } from './profile.js';

/** Something wrong with a query's text, with the place from 1. */
export interface QueryProblem {
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly hint: string | null;
}

export interface Preview {
  readonly shop: { readonly currency: string; readonly timeZone: string };
  readonly previewSegment: {
    /** With what was decided by hand, as text. */
    readonly query: string | null;
    readonly count: number | null;
    readonly of: number | null;
    readonly share: number | null;
    readonly revenue: Money | null;
    /** What all profiles spent. */
    readonly revenueOf: Money | null;
    readonly revenueShare: number | null;
    readonly sample: readonly MemberRow[];
    /** Segments that it refers to whose members are not current, each as a sentence. */
    readonly stale: readonly { readonly message: string }[];
    readonly userErrors: readonly QueryProblem[];
  };
  /** Against a saved segment; absent where none is being changed. Without sides where the query is wrong. */
  readonly segmentDiff?: { readonly entering: Movers | null; readonly leaving: Movers | null } | null;
}

/** Who would enter or leave a segment. */
export interface Movers {
  readonly count: number;
  /** What they spent. */
  readonly revenue: Money;
  readonly sample: readonly { readonly id: string; readonly records: readonly RecordOf[] }[];
}

const ASKED = `shop { currency timeZone }
  previewSegment(query: $query, sample: $sample, page: $page, segment: $segment) {
    query count of share
    revenue { amount currency } revenueOf { amount currency } revenueShare
    sample { ${MEMBER} }
    stale { message }
    userErrors { message line column hint }
  }`;

interface Asked extends Readonly<Record<string, unknown>> {
  readonly query: string;
  readonly sample: number;
  /** Names who asks: its newest preview ends the one before. */
  readonly page: string;
  /** The saved segment that the query is of, or would be: what was decided by hand there holds as well. */
  readonly segment: string | null;
}

export const PREVIEW: Question<Preview, Asked> = {
  text: `query Preview($query: String!, $sample: Int!, $page: String!, $segment: ID) {
  ${ASKED}
}`,
};

export const PREVIEW_CHANGE: Question<Preview, Asked & { readonly segment: string }> = {
  text: `query PreviewChange($query: String!, $sample: Int!, $page: String!, $segment: ID!) {
  ${ASKED}
  segmentDiff(segment: $segment, query: $query) { entering { ...movers } leaving { ...movers } }
}
fragment movers on ConcernedProfiles {
  count revenue { amount currency } sample(first: 3) { id records { connection externalId name } }
}`,
};
