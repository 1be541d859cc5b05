import type { Question } from '../gateway/gateway-client.js';
import type { SaveProblem } from './save-segment.js';

export type Decision = 'ADDED' | 'EXCLUDED' | 'UNLISTED';

/** What somebody decided by hand about a person and a segment. */
export interface DecidedByHand {
  readonly decision: Exclude<Decision, 'UNLISTED'>;
  readonly at: string;
  /** Empty where nothing was said. */
  readonly reason: string;
  readonly segment: NamedSegment;
}

export interface NamedSegment {
  readonly id: string;
  readonly name: string;
}

export interface ByHandPage {
  readonly shop: { readonly currency: string; readonly timeZone: string };
  readonly profile: {
    readonly decidedByHand: readonly DecidedByHand[];
    /** Those that it is in. */
    readonly segments: readonly { readonly segment: { readonly id: string } }[];
  } | null;
  /** All of the shop, page by page. */
  readonly segments: {
    readonly nodes: readonly NamedSegment[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

export const BY_HAND: Question<ByHandPage, { readonly profile: string; readonly after: string | null }> = {
  text: `query ByHand($profile: ID!, $after: String) {
  shop { currency timeZone }
  profile(id: $profile) {
    decidedByHand { decision at reason segment { id name } }
    segments { segment { id } }
  }
  segments(first: 250, after: $after) {
    nodes { id name }
    pageInfo { hasNextPage endCursor }
  }
}`,
};

export interface DecideAnswer {
  readonly segmentDecide: {
    /** How many were decided about. */
    readonly people: number;
    /** Who are none or several, by their place among those that were named. */
    readonly unknown: readonly { readonly index: number; readonly reason: 'NOBODY' | 'SEVERAL' }[];
    readonly userErrors: readonly SaveProblem[];
  };
}

export const DECIDE: Question<
  DecideAnswer,
  {
    readonly segment: string;
    readonly decision: Decision;
    readonly people: readonly string[];
    readonly reason: string;
  }
> = {
  text: `mutation Decide($segment: ID!, $decision: SegmentDecision!, $people: [String!]!, $reason: String!) {
  segmentDecide(input: { id: $segment, decision: $decision, people: $people, reason: $reason }) {
    people
    unknown { index reason }
    userErrors { code field message line column hint }
  }
}`,
};

export interface Followed {
  readonly segment: { readonly freshness: { readonly owed: readonly { readonly reason: string }[] } | null } | null;
}

/** Whether the members of a segment follow what was decided. */
export const FOLLOWED: Question<Followed, { readonly segment: string }> = {
  text: `query Followed($segment: ID!) {
  segment(id: $segment) { freshness { owed { reason } } }
}`,
};
