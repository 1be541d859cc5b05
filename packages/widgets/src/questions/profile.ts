import type { Question } from '../gateway/gateway-client.js';
import type { Money } from '../words/numbers.js';

/** What one connection says about a person. */
export interface RecordOf {
  readonly connection: string;
  readonly externalId: string;
  readonly name: string | null;
  /** Where it was asked for. */
  readonly email?: string | null;
}

export interface Trait {
  readonly name: string;
  readonly label: string;
  /** Plain text; null where absent. */
  readonly value: string | null;
  /** The value as it reads on a page. */
  readonly display: string | null;
}

export interface OrderRow {
  readonly id: string;
  readonly name: string;
  readonly placedAt: string;
  readonly channel: string;
  readonly total: Money | null;
  /** Exact decimal text. */
  readonly units: string;
}

export interface MemberOf {
  readonly since: string;
  readonly segment: { readonly id: string; readonly handle: string; readonly name: string };
}

export interface Profile {
  readonly id: string;
  readonly rfmGroup: string | null;
  readonly records: readonly RecordOf[];
  readonly traits: readonly Trait[];
  readonly segments: readonly MemberOf[];
  readonly orders: {
    readonly nodes: readonly OrderRow[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

export interface ProfileAnswer {
  readonly shop: { readonly currency: string; readonly timeZone: string };
  readonly profile: Profile | null;
}

type ProfileQuestion = Question<ProfileAnswer, { readonly id: string; readonly orders: number }>;

/** As far as it is open to widgets on other pages. */
export const PROFILE: ProfileQuestion = profileQuestion('connection externalId name');
export const PROFILE_WITH_ADDRESSES: ProfileQuestion = profileQuestion('connection externalId name email');

function profileQuestion(ofRecords: string): ProfileQuestion {
  return {
    text: `query Profile($id: ID!, $orders: Int!) {
  shop { currency timeZone }
  profile(id: $id) {
    id rfmGroup
    records { ${ofRecords} }
    traits { name label value display }
    segments { since segment { id handle name } }
    orders(first: $orders) {
      nodes { id name placedAt channel total { amount currency } units }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
  };
}

/** One condition of an explained membership. */
export interface Reason {
  /** 0 for the conditions that must all hold, 1 for parts of these, and so on. */
  readonly level: number;
  readonly condition: {
    /** In words; of an AND, OR or NOT, what it says of its parts. */
    readonly words: string;
    readonly holds: boolean;
    /** What the profile has, in words. */
    readonly display: string | null;
    readonly missing: string | null;
    /** Some of the records that it rests on. */
    readonly evidence: readonly { readonly kind: 'order' | 'refund' | 'event'; readonly externalId: string }[];
    /** How many there are. */
    readonly evidenceCounts: { readonly orders: number; readonly refunds: number; readonly events: number };
  };
}

export interface ReasonsAnswer {
  readonly explainMembership: {
    readonly member: boolean;
    readonly changesAt: string | null;
    /** For how many days it is known not to change by itself. */
    readonly staysForDays: number | null;
    /** All conditions, each before its parts. */
    readonly outline: readonly Reason[];
    /** Where members are recorded otherwise than the queries say now. */
    readonly recordedOtherwise: readonly { readonly segment: string; readonly recorded: boolean }[];
  } | null;
}

export const REASONS: Question<ReasonsAnswer, { readonly segment: string; readonly profile: string }> = {
  text: `query Reasons($segment: ID!, $profile: ID!) {
  explainMembership(segment: $segment, profile: $profile) {
    member changesAt staysForDays
    outline {
      level
      condition {
        words holds display missing
        evidence { kind externalId }
        evidenceCounts { orders refunds events }
      }
    }
    recordedOtherwise { segment recorded }
  }
}`,
};
