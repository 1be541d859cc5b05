import { type Instant, msOfInstant } from '@clientele/model';
import type { Token } from '../connector.js';
import type { Stopped } from '../failure.js';
import type { Json } from '../json.js';

/** A token is not used in its last moments: it would end on the way. */
const LAST_MOMENTS_MS = 60_000;

/** What is kept of tokens from one process to the next. */
export interface TokenStore {
  token(): Promise<Json | undefined>;
  keepToken(token: Json): Promise<void>;
}

export type Obtained = { readonly outcome: 'obtained'; readonly token: Token } | Stopped;

/**
 * The access token of one connection. However many requests need a new one at the same time, it is asked for once:
 * many platforms take a refresh token once only, and the second to use it loses the grant.
 */
export class AccessToken {
  readonly #store: TokenStore;
  readonly #obtain: (kept: Json | undefined) => Promise<Obtained>;
  #current: Token | undefined;
  #underWay: Promise<Obtained> | undefined;

  constructor(store: TokenStore, obtain: (kept: Json | undefined) => Promise<Obtained>) {
    this.#store = store;
    this.#obtain = obtain;
  }

  /** A token that is good now. */
  async get(now: Instant): Promise<Obtained> {
    if (this.#current !== undefined && lasts(this.#current, now)) return { outcome: 'obtained', token: this.#current };
    this.#underWay ??= this.#renew().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** The platform did not take this token: it is not used again. */
  refused(access: string): void {
    if (this.#current?.access === access) this.#current = undefined;
  }

  /** Texts that are secret now. */
  secrets(): string[] {
    if (this.#current === undefined) return [];
    const { access, kept } = this.#current;
    return typeof kept === 'string' ? [access, kept] : [access];
  }

  async #renew(): Promise<Obtained> {
    const obtained = await this.#obtain(await this.#store.token());
    if (obtained.outcome !== 'obtained') return obtained;
    const { kept } = obtained.token;
    // Before it is used: after a crash the old refresh token may be worth nothing.
    if (kept !== undefined) await this.#store.keepToken(kept);
    this.#current = obtained.token;
    return obtained;
  }
}

function lasts({ expiresAt }: Token, now: Instant): boolean {
  return expiresAt === undefined || msOfInstant(expiresAt) - LAST_MOMENTS_MS > msOfInstant(now);
}
