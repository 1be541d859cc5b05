import type { Segment } from '@clientele/ledger';
import type { Shop, ShopId } from '@clientele/model';
import type { HookEntrance, PulledConnections, RefusedRetries, WrittenSegments } from '@clientele/pipeline';
import type { CredentialParts } from './auth/read-credential.js';
import type { SharedHookAddress } from './http/shared-hook-address.js';

/** What the gateway is given by whoever runs it. */
export interface GatewayDeps extends CredentialParts {
  /** Takes a shop's records and changed segments all the way to memberships, after all work on that shop before it. */
  readonly advanceShop: (shop: Shop) => Promise<unknown>;
  /** Works out who was in a segment before it was first evaluated, where that was not done yet. */
  readonly workOutPast: (shop: Shop, segment: Segment) => Promise<unknown>;
  /** Runs work that writes to a shop after all such work before it. */
  readonly inTurn: <T>(shop: ShopId, work: () => Promise<T>) => Promise<T>;
  /** How many requests wait or run in each lane of the warehouse. */
  readonly lanes: () => Readonly<Record<string, number>>;
  /** The platforms that are asked for what is new. */
  readonly connections: Pick<PulledConnections, 'connector' | 'disconnect' | 'isUnderWay' | 'resume' | 'sync'>;
  /** Tries again what was refused. */
  readonly retries: Pick<RefusedRetries, 'isUnderWay' | 'retry'>;
  /** Keeps segments on platforms. */
  readonly writtenSegments: Pick<WrittenSegments, 'create' | 'plan' | 'takeBack' | 'run'>;
  /** Where webhooks come in. */
  readonly hooks: Pick<HookEntrance, 'open'>;
  /** Where platforms send the webhooks of all shops to that have an app of ours. */
  readonly sharedHooks?: readonly SharedHookAddress[];
}
