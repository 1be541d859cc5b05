import type { SourceRecord } from '@clientele/model';
import type { BusyShopOptions } from './busy-shop-messages.ts';

/** A platform that a shop in a process of its own runs on. */
export interface BusyPlatform {
  /** Where it listens. */
  readonly url: string;
  /** What it is connected with. */
  readonly settings: Readonly<Record<string, string>>;
  /** Sends its webhooks there from now on, also after it had given up. */
  tell(address: string, secret: string): void;
  /** From now on requests fail, and webhooks are lost, doubled and reordered. */
  trouble(): void;
  /** Something happens to its orders, customers or products. */
  happens(): void;
  /** Sends what waits to be told; how much that was. */
  deliver(): Promise<number>;
  /** What whoever reads everything holds; some of it may come twice. */
  truth(): Iterable<SourceRecord> | AsyncIterable<SourceRecord>;
  /** Requests so far, and those that failed. */
  requests(): { readonly made: number; readonly failed: number };
}

/** Starts one; `asked` is called at each request that brings some of the shop. */
export type StartPlatform = (options: BusyShopOptions, asked: () => void) => Promise<BusyPlatform>;

/** What befalls webhooks of a shop in trouble. */
export const DELIVERY_FAULTS = { doubled: 0.05, reordered: 0.1, dropped: 0.02 };
