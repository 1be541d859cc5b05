import type { Instant } from '@clientele/model';

/**
 * Why a run stopped before its end. What was pulled is kept, and the next run goes on there.
 * `denied`: the platform does not let us in; somebody must connect it anew. `refused`: it does not take what is asked.
 * `unreachable`: the network or the platform failed again and again. `garbled`: what came is not what was asked for.
 * `endless`: pages repeat themselves. `broken`: the connector has a defect.
 */
export type FailureCode = 'denied' | 'refused' | 'unreachable' | 'garbled' | 'endless' | 'broken';

export interface Failure {
  readonly outcome: 'failed';
  readonly code: FailureCode;
  /** What happened, where and what to do, in one sentence without secrets and personal data. */
  readonly sentence: string;
}

/** No budget is left for now, or the platform still works on what was asked for: nothing is wrong. */
export interface Paused {
  readonly outcome: 'paused';
  readonly until: Instant;
  readonly sentence: string;
}

export type Stopped = Failure | Paused;

export function failed(code: FailureCode, sentence: string): Failure {
  return { outcome: 'failed', code, sentence };
}
