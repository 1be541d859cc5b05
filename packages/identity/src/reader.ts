import type { IdentifierKey } from './identifier.js';

/** The dense number of a customer record within its shop, never reused. */
export type CustomerNo = number;

/** The dense number of a profile within its shop, never reused; a smaller one is older. */
export type ProfileNo = number;

/** How many distinct names may carry a value before it is shared and joins nobody. */
export const MAX_NAMES = 6;

export interface CarriedKeys {
  /** False when the source deleted the record. */
  readonly exists: boolean;
  /** The keys of the identifiers that the record carries; none once it is gone. */
  readonly now: readonly IdentifierKey[];
  /** Keys that it carried at any time before and no longer does. */
  readonly formerly: readonly IdentifierKey[];
}

/**
 * What the resolution reads, in batches. It may see more recent records than those
 * being resolved: a record that changed is put right when it is among the touched ones itself.
 */
export interface IdentityReader {
  /** A customer that was never written has no entry. */
  identifiersOf(customers: readonly CustomerNo[]): Promise<ReadonlyMap<CustomerNo, CarriedKeys>>;
  /** Who carries each value now. Only asked for values that join people, or did so until now. */
  carriersOf(keys: readonly IdentifierKey[]): Promise<ReadonlyMap<IdentifierKey, readonly CustomerNo[]>>;
  /** How many distinct names carry each value now; records without a name do not count. May stop above {@link MAX_NAMES}. */
  namesOf(keys: readonly IdentifierKey[]): Promise<ReadonlyMap<IdentifierKey, number>>;
  /** Which of the values earlier resolutions found shared (`nowShared`, less `noLongerShared`). */
  sharedAmong(keys: readonly IdentifierKey[]): Promise<ReadonlySet<IdentifierKey>>;
  /** The profile of each customer that has one. */
  profilesOf(customers: readonly CustomerNo[]): Promise<ReadonlyMap<CustomerNo, ProfileNo>>;
  /** The inverse of {@link profilesOf}. */
  customersOf(profiles: readonly ProfileNo[]): Promise<ReadonlyMap<ProfileNo, readonly CustomerNo[]>>;
}
