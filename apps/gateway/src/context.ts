import type { Shop } from '@clientele/model';
import { GraphQLError } from 'graphql';
import type { Credential } from './auth/credential.js';
import type { GatewayDeps } from './deps.js';
import type { Allowance } from './limits/rates.js';
import type { Loaders } from './loaders.js';

/** What every resolver works with: one request of one credential in one shop. */
export interface GatewayContext {
  readonly deps: GatewayDeps;
  readonly credential: Credential;
  readonly allowance: Allowance;
  /** Reading it, or what is loaded from it, throws FORBIDDEN where none is open. */
  readonly shop: Shop;
  readonly loaders: Loaders;
  /** Those of another shop that is open to who asks. */
  readonly loadersOf: (shop: Shop) => Loaders;
  /** Lets work go on behind the answer; what fails there is logged. */
  readonly follow: (work: Promise<unknown>) => void;
  /** Aborts when the client hangs up. */
  readonly signal: AbortSignal;
}

/**
 * The context of one request. That no shop is open is said by whatever needs one, so that `shops` answers all the same;
 * by accessors of the class, since Apollo copies a context's own properties.
 */
export class RequestContext implements GatewayContext {
  constructor(
    readonly deps: GatewayDeps,
    readonly credential: Credential,
    readonly allowance: Allowance,
    readonly chosen: Shop | GraphQLError,
    readonly loadersOf: GatewayContext['loadersOf'],
    readonly follow: GatewayContext['follow'],
    readonly signal: AbortSignal,
  ) {}

  get shop(): Shop {
    if (this.chosen instanceof GraphQLError) throw this.chosen;
    return this.chosen;
  }

  get loaders(): Loaders {
    return this.loadersOf(this.shop);
  }
}
