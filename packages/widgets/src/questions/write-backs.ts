import type { Question } from '../gateway/gateway-client.js';
import type { SaveProblem } from './save-segment.js';

export type WrittenAs = 'TAG' | 'METAFIELD' | 'GROUP' | 'SEGMENT';

/** A place on a platform where a segment is kept. */
export interface WriteBackRow {
  readonly id: string;
  readonly connection: string;
  readonly what: WrittenAs;
  readonly name: string;
  readonly isTakenBack: boolean;
  /** Of the last run; null before its end. */
  readonly outcome: 'DONE' | 'FAILED' | 'PAUSED' | 'STOPPED' | null;
  readonly failure: string | null;
  /** Customers who have it by us, and those who had it before. */
  readonly written: number;
  readonly theirs: number;
  /** What was written where the platform keeps the segment by its query; null elsewhere. */
  readonly query: string | null;
  /** That is left to the merchant, who changed it there. */
  readonly isLeft: boolean;
}

export interface WriteBacksAnswer {
  readonly writeBacks: readonly WriteBackRow[];
  readonly shop: {
    readonly connections: readonly {
      readonly id: string;
      readonly name: string;
      /** What a segment can be there; empty where nothing can be written. */
      readonly writes: readonly WrittenAs[];
    }[];
  };
}

export const WRITE_BACKS: Question<WriteBacksAnswer, { readonly segment: string }> = {
  text: `query WriteBacks($segment: ID!) {
  writeBacks(segment: $segment) { id connection what name isTakenBack outcome failure written theirs query isLeft }
  shop { connections(first: 100) { id name writes } }
}`,
};

interface Place extends Readonly<Record<string, unknown>> {
  readonly segment: string;
  readonly connection: string;
  readonly what: WrittenAs;
}

export interface WriteBackPlanned {
  readonly members: number;
  readonly customers: number;
  readonly add: number;
  readonly remove: number;
  /** Set where the platform keeps it by its query. */
  readonly whole: {
    readonly query: string;
    readonly act: 'MAKE' | 'CHANGE' | 'NOTHING' | 'THEIRS';
    readonly there: number | null;
    readonly remarks: readonly string[];
  } | null;
}

export interface WriteBackPlanAnswer {
  readonly planned: {
    readonly plan: WriteBackPlanned | null;
    readonly userErrors: readonly SaveProblem[];
  };
}

const PROBLEM = 'userErrors { code field message line column hint }';
const INPUT = 'input: { segment: $segment, connection: $connection, what: $what }';

export const PLAN_WRITE_BACK: Question<WriteBackPlanAnswer, Place> = {
  text: `query PlanWriteBack($segment: ID!, $connection: ID!, $what: WrittenAs!) {
  planned: writeBackPlan(${INPUT}) {
    plan { members customers add remove whole { query act there remarks } } ${PROBLEM}
  }
}`,
};

export interface WriteBackChange {
  readonly changed: { readonly userErrors: readonly SaveProblem[] };
}

export const BEGIN_WRITE_BACK: Question<WriteBackChange, Place> = {
  text: `mutation BeginWriteBack($segment: ID!, $connection: ID!, $what: WrittenAs!) {
  changed: writeBackBegin(${INPUT}) { ${PROBLEM} }
}`,
};

export const TAKE_BACK: Question<WriteBackChange, { readonly id: string }> = {
  text: `mutation TakeBack($id: ID!) {
  changed: writeBackTakeBack(id: $id) { ${PROBLEM} }
}`,
};
