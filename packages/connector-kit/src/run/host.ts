import type { Instant } from '@clientele/model';
import type { Budgets } from '../http/budget.js';
import type { Keep } from './keep.js';
import type { OpenSpool } from './spool.js';

/**
 * Everything that a run needs of the outside. Nothing else is used, so a run on a clock and a network of a test's own
 * is the same each time.
 */
export interface Host {
  /**
   * Makes one request, and follows no redirect. Gives up by itself where no answer comes. With a `directory`, an absolute
   * path, the address is that directory's (ending in `/`) or that of a file in it (`file:`); nothing outside of it may be answered.
   */
  fetch(request: Request, directory?: string): Promise<Response>;
  now(): Instant;
  sleep(ms: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
  readonly keep: Keep;
  /** A place to put lines aside, which nobody else can read. It is closed when the run ends, and is gone with its process. */
  openSpool(): Promise<OpenSpool>;
  /** Shared by all connections of a process. */
  readonly budgets: Budgets;
  log(entry: LogEntry): void;
}

export interface LogEntry {
  readonly connector: string;
  /** Without secrets and personal data. */
  readonly message: string;
}
