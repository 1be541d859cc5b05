import type { Day, Instant, ProductRecord, ShopId, TimeZone } from '@clientele/model';
import type { Amount } from '../tree/amount.js';
import type { Condition } from '../tree/condition.js';
import type { CustomTypes } from '../tree/custom-attributes.js';
import type { HoldOutSplit } from '../tree/hold-out.js';

export interface ShopFacts {
  readonly id: ShopId;
  readonly timeZone: TimeZone;
  /** ISO 4217; all sums are in it. */
  readonly currency: string;
  /** Products as they are now, by connection and id; none where no condition asks for them. */
  readonly products?: ReadonlyMap<string, ReadonlyMap<string, ProductRecord>>;
}

/**
 * Shop-wide cut-offs by key: `rfm/amount_spent` holds four values, `top/amount_spent/10` and `bottom/…` one; none where
 * nobody had the attribute. A value is a number (`12.5`, or `100/3` where no decimal is exact) or a day.
 */
export type Cutoffs = ReadonlyMap<string, readonly string[]>;

/** The trait behind each RFM score, and the groups: five rows for recency 1 to 5, each of five for FM 1 to 5. */
export interface RfmSettings {
  readonly traits: { readonly recency: string; readonly frequency: string; readonly monetary: string };
  readonly grid: readonly (readonly string[])[];
}

/** What a question is asked of. */
export interface ReferenceContext {
  readonly shop: ShopFacts;
  readonly now: Instant;
  /** Frozen cut-offs, used where they are given; the shop's profiles give the others. */
  readonly cutoffs?: Cutoffs;
  /** The shop's own RFM settings; without them, the documented ones. */
  readonly rfm?: RfmSettings;
  /** The custom attributes of the shop. */
  readonly customTypes?: CustomTypes;
  /** The queries that `in_segment` may name, by handle. A handle that is not here has no members. */
  readonly segments: ReadonlyMap<string, Condition>;
  /** What people decided by hand about each segment, by its handle; nothing without. */
  readonly lists?: Lists;
  /** Whom the shop leaves alone; nobody without. */
  readonly holdOut?: HoldOutSplit;
}

/** What somebody decided about a person and a segment, and why. */
export interface ListedPerson {
  readonly as: 'added' | 'excluded';
  readonly at: Instant;
  readonly by: string;
  /** Empty where nothing was said. */
  readonly reason: string;
}

/**
 * What people decided by hand: by the handle of the segment, then by the id of the profile. Two decisions about a profile
 * are those about two customer records of it, of which one was added and the other excluded.
 */
export type Lists = ReadonlyMap<string, ReadonlyMap<string, readonly ListedPerson[]>>;

/** A context made ready: the day of `now`, and where cut-offs come from. */
export interface Question {
  readonly shop: ShopFacts;
  readonly now: Instant;
  readonly today: Day;
  readonly rfm: RfmSettings;
  readonly customTypes: CustomTypes;
  readonly segments: ReadonlyMap<string, Condition>;
  readonly lists: Lists;
  readonly holdOut: HoldOutSplit | undefined;
  readonly cutoff: (of: CutoffOf) => readonly string[];
}

/** One shop-wide cut-off (four values for an RFM score). */
export type CutoffOf =
  | { readonly kind: 'rfm'; readonly trait: string }
  | { readonly kind: 'percentile'; readonly amount: Amount; readonly side: 'top' | 'bottom'; readonly percent: string };
