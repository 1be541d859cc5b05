import type { Instant, ShopId, TimeZone } from '@clientele/model';
import type { RfmConfiguration } from '../rfm/configuration.js';
import type { Condition } from '../tree/condition.js';
import type { CustomTypes } from '../tree/custom-attributes.js';
import type { HoldOutSplit } from '../tree/hold-out.js';

/**
 * Shop-wide cut-offs, frozen per day of the shop: key (see `cutoffKey`) to values as text: decimals, days, or
 * `numerator/denominator` for a ratio. An RFM trait has four values, a percentile one; none where the shop had no
 * profile to take them from.
 */
export type FrozenCutoffs = ReadonlyMap<string, readonly string[]>;

/** What a query is asked for, and where it finds its relations. */
export interface CompileContext {
  readonly shop: ShopId;
  readonly timeZone: TimeZone;
  /** As of when: today is the day of this instant in the shop's time zone. */
  readonly now: Instant;
  readonly cutoffs: FrozenCutoffs;
  readonly rfm: RfmConfiguration;
  /** SQL of the relation with the columns {@link PROFILES}, such as a table's name. */
  readonly profiles: string;
  /** SQL of the relation with a `shop` and the columns {@link SEGMENT_MEMBERS}. */
  readonly segmentMembers: string;
  /** The places of segments, as conditions refer to them: see {@link memberBit}. Who has none has no members. */
  readonly segmentPlaces: ReadonlyMap<string, number>;
  /** SQL of the relation with a `shop` and the columns {@link PRODUCTS}: products as they are now. */
  readonly products: string;
  /** SQL of the relation with a `shop` and the columns {@link PROFILE_IDS}. */
  readonly profileIds: string;
  /**
   * SQL of the relation with a `shop` and the columns {@link PURCHASES_BY_PRODUCT}, each row once; without it, purchases are
   * looked for in the profiles' arrays, which is quicker for a few profiles.
   */
  readonly purchasesByProduct?: string;
  /** SQL of the same relation where a row may come again, which is quicker to read. */
  readonly repeatedPurchases?: string;
  /** SQL of the relation with a `shop` and the columns {@link LIST_ENTRIES}; without it nobody was added or excluded. */
  readonly listEntries?: string;
  /** SQL of the relation with a `shop` and the columns {@link CUSTOMER_PROFILES}. */
  readonly customerProfiles?: string;
  /** The same by profile, perhaps with customer records that are elsewhere by now; it spares looking at all lists for a few profiles. */
  readonly profileCustomers?: string;
  /** SQL of rows `profile_no`, `segment`, `decision`: all that was decided about the profiles that are asked about, where those are few. */
  readonly decisions?: string;
  /** Whom the shop leaves alone; nobody without. */
  readonly holdOut?: HoldOutSplit;
  /** The custom attributes of the shop. */
  readonly customTypes?: CustomTypes;
  /**
   * Queries of segments by handle, to be looked into instead of who is a member now: of those that were not evaluated yet,
   * or of all, for a time at which no members are recorded.
   */
  readonly segments?: ReadonlyMap<string, Condition>;
}

/** SQL with its named parameters `{p0:Type}`; nothing that a user wrote is in the text. */
export interface CompiledSql {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}
