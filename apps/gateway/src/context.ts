import type { Shop } from '@clientele/model';
import type { Credential } from './auth/credential.js';
import type { GatewayDeps } from './deps.js';
import type { Loaders } from './loaders.js';

/** What every resolver works with: one request of one credential in one shop. */
export interface GatewayContext {
  readonly deps: GatewayDeps;
  readonly credential: Credential;
  readonly shop: Shop;
  readonly loaders: Loaders;
  /** Lets work go on behind the answer; what fails there is logged. */
  readonly follow: (work: Promise<unknown>) => void;
  /** Aborts when the client hangs up. */
  readonly signal: AbortSignal;
}
