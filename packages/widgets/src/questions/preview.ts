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
    readonly count: number | null;
    readonly of: number | null;
    readonly share: number | null;
    readonly revenue: Money | null;
    /** What all profiles spent. */
    readonly revenueOf: Money | null;
    readonly revenueShare: number | null;
    readonly sample: readonly MemberRow[];
    readonly userErrors: readonly QueryProblem[];
  };
  /** Against the query of a saved segment; absent where none is being changed. */
  readonly entering?: Movers;
  readonly leaving?: Movers;
}

/** Who would enter or leave a segment; no count where a query is wrong. */
export interface Movers {
  readonly count: number | null;
  /** What they spent. */
  readonly revenue: Money | null;
  readonly sample: readonly { readonly id: string; readonly records: readonly RecordOf[] }[];
}

const ASKED = `shop { currency timeZone }
  previewSegment(query: $query, sample: $sample, page: $page) {
    count of share
    revenue { amount currency } revenueOf { amount currency } revenueShare
    sample { ${MEMBER} }
    userErrors { message line column hint }
  }`;

/** `page` names who asks: its newest preview ends the one before. */
interface Asked extends Readonly<Record<string, unknown>> {
  readonly query: string;
  readonly sample: number;
  readonly page: string;
}

export const PREVIEW: Question<Preview, Asked> = {
  text: `query Preview($query: String!, $sample: Int!, $page: String!) {
  ${ASKED}
}`,
};

export const PREVIEW_CHANGE: Question<Preview, Asked & { readonly entering: string; readonly leaving: string }> = {
  text: `query PreviewChange($query: String!, $sample: Int!, $page: String!, $entering: String!, $leaving: String!) {
  ${ASKED}
  entering: previewSegment(query: $entering, sample: 3, page: $page) { ...movers }
  leaving: previewSegment(query: $leaving, sample: 3, page: $page) { ...movers }
}
fragment movers on SegmentPreview { count revenue { amount currency } sample { id records { connection externalId name } } }`,
};

/** The query for whom one query holds and another does not. */
export function onlyIn(query: string, other: string): string {
  return `(\n${query}\n) AND NOT (\n${other}\n)`;
}
