import type { Limits } from '../connector.js';

/** Never waits for less: rounding must not lead to a wait of nothing, again and again. */
const LEAST_MS = 1;

/** The request budgets of a process, by key: whoever asks on the same key shares one. */
export class Budgets {
  readonly #budgets = new Map<string, Budget>();

  /** The budget of a key, at this rate from now on: settings may have changed since it was last asked for. */
  of(key: string, perSecond: number, burst: number): Budget {
    let budget = this.#budgets.get(key);
    if (budget === undefined) {
      budget = new Budget(perSecond, burst);
      this.#budgets.set(key, budget);
    }
    budget.pace(perSecond);
    return budget;
  }
}

/** The requests a second that a connector allows itself with these settings. */
export function perSecondOf<Settings extends object>(limits: Limits<Settings>, settings: Settings): number {
  return limits.pace?.(settings) ?? limits.perSecond;
}

/** A token bucket that can be held as a whole: when a platform says to wait, all its callers do. Times are in ms. */
export class Budget {
  #perMs: number;
  readonly #burst: number;
  #left: number;
  #asOf = Number.NEGATIVE_INFINITY;
  #heldUntil = Number.NEGATIVE_INFINITY;
  #refusals = 0;

  constructor(perSecond: number, burst: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#left = burst;
  }

  pace(perSecond: number): void {
    this.#perMs = perSecond / 1000;
  }

  /** Takes one request out of the budget and answers 0, or answers how long to wait before asking again. */
  take(now: number): number {
    if (now < this.#heldUntil) return this.#heldUntil - now;
    this.#fill(now);
    if (this.#left < 1) return Math.max(LEAST_MS, Math.ceil((1 - this.#left) / this.#perMs));
    this.#left -= 1;
    return 0;
  }

  /** Nobody asks before then. */
  hold(until: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, until);
  }

  /** The platform refused a request for its budget; answers how many times in a row it has. */
  refused(): number {
    this.#refusals += 1;
    return this.#refusals;
  }

  answered(): void {
    this.#refusals = 0;
  }

  #fill(now: number): void {
    const passed = Math.max(0, now - this.#asOf);
    this.#left = Math.min(this.#burst, this.#left + passed * this.#perMs);
    this.#asOf = Math.max(this.#asOf, now);
  }
}
