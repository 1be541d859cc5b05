import type { Ledger, Segment } from '@clientele/ledger';
import type { Instant, ShopId } from '@clientele/model';
import type { Sql } from '@clientele/warehouse';

/** What the street is built on. Libraries below never look at a clock; here it is handed in. */
export interface Parts {
  readonly ledger: Ledger;
  readonly sql: Sql;
  readonly clock: () => Instant;
  /** Resolves when an engine that crashed answers again; without it, a crash fails the work at hand. */
  readonly ready?: () => Promise<void>;
  /** Is told, for the log, of what failed for one segment while the others went on. */
  readonly onFault?: (fault: SegmentFault) => void;
}

/** What kept a segment from being evaluated. */
export interface SegmentFault {
  readonly shop: ShopId;
  readonly segment: Segment;
  readonly error: Error;
}
