import type { Question } from '../gateway/gateway-client.js';
import type { SaveProblem } from './save-segment.js';

export type ConnectionState = 'FED' | 'TOLD' | 'NEW' | 'PULLING' | 'FINE' | 'WAITING' | 'STOPPED' | 'FAILING' | 'ENDED';

/** One kind of thing that a connection reads. */
export interface StreamRow {
  readonly name: string;
  readonly objects: number;
  /** Some so many there are to be read; null where not everything is being read, or the platform does not say. */
  readonly total: number | null;
  /** About how long the first reading takes yet; null where that is not known. */
  readonly secondsLeft: number | null;
  /** All changes up to then are known; null until it was read whole once. */
  readonly caughtUpAt: string | null;
  readonly isUnderWay: boolean;
  readonly everySeconds: number | null;
  readonly misses: readonly ('EDIT' | 'PAYMENT' | 'REFUND' | 'DELETION' | 'LATE')[];
  readonly sweepEverySeconds: number | null;
}

export interface ConnectionRow {
  readonly id: string;
  readonly name: string;
  /** The kind of platform. */
  readonly connector: string;
  /** Null of one that is not asked. */
  readonly account: string | null;
  /** What the account does not show as it is. */
  readonly warnings: readonly string[];
  readonly createdAt: string;
  readonly state: ConnectionState;
  /** Whether one that has ended can go on by itself. */
  readonly isResumable: boolean;
  readonly failure: string | null;
  readonly failures: number;
  readonly pulledAt: string | null;
  readonly dueAt: string | null;
  readonly writtenAt: string | null;
  /** How far the first reading has come; null where it is over. */
  readonly firstPull: { readonly done: number; readonly of: number; readonly objects: number } | null;
  readonly streams: readonly StreamRow[];
  readonly webhooks: {
    readonly waiting: number;
    readonly waitingSince: string | null;
    readonly lastHeardAt: string | null;
  } | null;
  readonly refusedCount: number;
  readonly isRetrying: boolean;
}

export interface ConnectionsAnswer {
  readonly shop: {
    readonly handle: string;
    readonly currency: string;
    readonly timeZone: string;
    readonly connections: readonly ConnectionRow[];
  };
}

export const CONNECTIONS: Question<ConnectionsAnswer, Record<string, never>> = {
  text: `query Connections {
  shop {
    handle currency timeZone
    connections(first: 100) {
      id name connector account warnings createdAt state isResumable failure failures pulledAt dueAt writtenAt
      firstPull { done of objects }
      streams { name objects total secondsLeft caughtUpAt isUnderWay everySeconds misses sweepEverySeconds }
      webhooks { waiting waitingSince lastHeardAt }
      refusedCount isRetrying
    }
  }
}`,
};

export interface RefusedRow {
  readonly id: string;
  readonly source: string;
  readonly place: string;
  readonly reason: string;
  readonly at: string;
  /** How often it could not be read, and when last. */
  readonly tries: number;
  readonly triedAt: string;
}

/** What is known of one connection only when somebody looks closer. */
export interface ConnectionAnswer {
  readonly connection: {
    readonly records: readonly { readonly kind: string; readonly count: number }[];
    readonly webhooks: { readonly path: string } | null;
    readonly refused: {
      readonly nodes: readonly RefusedRow[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

export const CONNECTION: Question<ConnectionAnswer, { readonly id: string; readonly first: number }> = {
  text: `query Connection($id: ID!, $first: Int!) {
  connection(id: $id) {
    records { kind count }
    webhooks { path }
    refused(first: $first) { nodes { id source place reason at tries triedAt } pageInfo { hasNextPage endCursor } }
  }
}`,
};

export const REFUSED_CONTENT: Question<
  { readonly refusedInput: { readonly content: string } | null },
  { readonly id: string }
> = {
  text: `query RefusedContent($id: ID!) {
  refusedInput(id: $id) { content }
}`,
};

export const SYNC_CONNECTION: Question<
  { readonly connectionSync: { readonly userErrors: readonly SaveProblem[] } },
  { readonly id: string }
> = {
  text: `mutation SyncConnection($id: ID!) {
  connectionSync(id: $id) { userErrors { code field message line column hint } }
}`,
};

type EndAnswer = { readonly changed: { readonly userErrors: readonly SaveProblem[] } };

export const END_CONNECTION: Question<EndAnswer, { readonly id: string }> = {
  text: `mutation EndConnection($id: ID!) {
  changed: connectionEnd(id: $id) { userErrors { code field message line column hint } }
}`,
};

export const RESUME_CONNECTION: Question<EndAnswer, { readonly id: string }> = {
  text: `mutation ResumeConnection($id: ID!) {
  changed: connectionResume(id: $id) { userErrors { code field message line column hint } }
}`,
};

export const RETRY_REFUSED: Question<
  {
    readonly connectionRetryRefused: {
      /** Null where all is tried, which goes on behind the answer. */
      readonly accepted: number | null;
      readonly userErrors: readonly SaveProblem[];
    };
  },
  { readonly id: string; readonly refused: string | null }
> = {
  text: `mutation RetryRefused($id: ID!, $refused: ID) {
  connectionRetryRefused(id: $id, refused: $refused) { accepted userErrors { code field message line column hint } }
}`,
};
