import type { OpenDoor } from '@clientele/pipeline';

/** An address to which a platform sends the webhooks of all shops that have an app of ours. */
export interface SharedHookAddress {
  readonly path: string;
  /** The door of the shop that a request names; that it is from there is only known when its door has heard it. */
  open(headers: Headers): Promise<NamedDoor>;
}

export interface NamedDoor {
  /** Whom webhooks are counted by. */
  readonly name: string;
  readonly door: OpenDoor;
}
