import { randomOf } from '../random.js';
import type { Answer } from './answer.js';

/** What may happen to one answer. */
export type Fault =
  /** Another status, as a firewall or an overloaded host answers, in HTML; `retryAfter` in seconds. */
  | { readonly kind: 'status'; readonly status: 429 | 500 | 502 | 503 | 504; readonly retryAfter?: number }
  /** The connection ends before anything is answered. What was asked may have been done. */
  | { readonly kind: 'reset' }
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'cut' }
  /** The answer takes this long. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** 200, and a body that is no JSON: a notice in HTML before it. */
  | { readonly kind: 'broken' };

/** Faults at a rate of 0 to 1, each as likely as the other; a seed decides which requests they strike. */
export interface FaultPlan {
  readonly seed: number;
  readonly rate: number;
  readonly faults: readonly Fault[];
}

/** So many requests a second on average, and so many at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** Decides for each request what goes wrong with it. Time is the platform's. */
export class Faults {
  readonly #now: () => number;
  readonly #queued = new Map<number, Fault>();
  #plan: FaultPlan | undefined;
  #random = randomOf(0);
  #limit: (RateLimit & { tokens: number; at: number }) | undefined;
  #requests = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** From now on; undefined ends it. */
  plan(plan: FaultPlan | undefined): void {
    this.#plan = plan;
    this.#random = randomOf(plan?.seed ?? 0);
  }

  /** Strikes the nth request from now, the next one being the first. */
  strike(fault: Fault, nth = 1): void {
    this.#queued.set(this.#requests + nth, fault);
  }

  limit(limit: RateLimit | undefined): void {
    this.#limit = limit && { ...limit, tokens: limit.burst, at: this.#now() };
  }

  /** The fault of the request that comes in, if it has one. */
  next(): Fault | undefined {
    this.#requests += 1;
    const queued = this.#queued.get(this.#requests);
    this.#queued.delete(this.#requests);
    return queued ?? this.#overLimit() ?? this.#planned();
  }

  #overLimit(): Fault | undefined {
    const limit = this.#limit;
    if (limit === undefined) return undefined;
    const now = this.#now();
    limit.tokens = Math.min(limit.burst, limit.tokens + ((now - limit.at) / 1000) * limit.perSecond);
    limit.at = now;
    if (limit.tokens < 1) {
      return { kind: 'status', status: 429, retryAfter: Math.ceil((1 - limit.tokens) / limit.perSecond) };
    }
    limit.tokens -= 1;
    return undefined;
  }

  #planned(): Fault | undefined {
    const { rate = 0, faults = [] } = this.#plan ?? {};
    if (this.#random() >= rate) return undefined;
    return faults[Math.floor(this.#random() * faults.length)];
  }
}

/** What is answered instead, where a fault replaces the answer. */
export function faultyAnswer(fault: Fault | undefined, answer: Answer): Answer {
  if (fault?.kind === 'broken') return { ...answer, body: `<b>Warning</b>: something went wrong here\n${answer.body}` };
  if (fault?.kind !== 'status') return answer;
  const retry = fault.retryAfter === undefined ? undefined : { 'retry-after': String(fault.retryAfter) };
  return {
    status: fault.status,
    headers: { 'content-type': 'text/html', ...retry },
    body: `<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>`,
  };
}

/** Whether the request never gets to the platform: it is turned away before. */
export function turnsAway(fault: Fault | undefined): boolean {
  return fault?.kind === 'status';
}
