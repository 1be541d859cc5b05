import type { ShopId } from '@clientele/model';

/** What became of a token of a platform. */
export type PlatformSignIn =
  | { readonly outcome: 'admitted'; readonly user: PlatformUser }
  /** It is not good, or no longer; the platform's page is told by these headers how to go on. */
  | { readonly outcome: 'refused'; readonly message: string; readonly headers: Readonly<Record<string, string>> }
  /** It is good, and its shop cannot be opened now: the message says why, for whoever works there. */
  | { readonly outcome: 'closed'; readonly message: string };

/** Somebody who works for the shop on a platform. */
export interface PlatformUser {
  /** Names the person among all platforms and shops, in logs too. */
  readonly id: string;
  readonly shop: ShopId;
}

/** Reads the tokens by which a platform tells who works in a page of ours that it shows within its own. */
export interface PlatformTokens {
  /** Undefined where it is no token of that platform. */
  read(token: string): Promise<PlatformSignIn | undefined>;
}
