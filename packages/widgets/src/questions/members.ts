import type { Question } from '../gateway/gateway-client.js';
import type { QueryProblem } from './preview.js';
import type { RecordOf, Trait } from './profile.js';

export interface MemberRecord extends RecordOf {
  readonly email: string | null;
}

/** A person in a list. */
export interface MemberRow {
  readonly id: string;
  readonly rfmGroup: string | null;
  readonly records: readonly MemberRecord[];
  readonly traits: readonly Trait[];
}

/** What a list shows of a person. */
export const MEMBER = `id rfmGroup
  records { connection externalId name email }
  traits(names: ["amount_spent", "number_of_orders", "last_order_date"]) { name label value display }`;

export interface MembersPage {
  readonly profiles: {
    readonly nodes: readonly MemberRow[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

export const MEMBERS: Question<
  MembersPage,
  { readonly query: string; readonly first: number; readonly after: string | null }
> = {
  text: `query Members($query: String!, $first: Int!, $after: String) {
  profiles(query: $query, first: $first, after: $after) {
    nodes { ${MEMBER} }
    pageInfo { hasNextPage endCursor }
  }
}`,
};

/** People whom a text leads to: by name, address or number. */
export const PEOPLE: Question<MembersPage, { readonly search: string; readonly first: number }> = {
  text: `query People($search: String!, $first: Int!) {
  profiles(search: $search, first: $first) {
    nodes { ${MEMBER} }
    pageInfo { hasNextPage endCursor }
  }
}`,
};

/** A channel on which people are written to; null for any other use. */
export type ExportUse = 'EMAIL' | 'SMS' | null;

export interface ExportPreview {
  /** What part of its profiles the shop leaves alone now, as decimal text of percent: the first; none where it never did. */
  readonly shop: { readonly holdOuts: readonly { readonly percent: string }[] };
  readonly previewExport: {
    readonly exported: number | null;
    readonly excluded: readonly { readonly reason: string; readonly count: number }[];
    readonly userErrors: readonly QueryProblem[];
  };
}

export const PREVIEW_EXPORT: Question<
  ExportPreview,
  { readonly query: string; readonly use: ExportUse; readonly withoutHoldOut: boolean }
> = {
  text: `query PreviewExport($query: String!, $use: WritingChannel, $withoutHoldOut: Boolean!) {
  shop { holdOuts(first: 1) { percent } }
  previewExport(query: $query, for: $use, withoutHoldOut: $withoutHoldOut) {
    exported
    excluded { reason count }
    userErrors { message line column hint }
  }
}`,
};
