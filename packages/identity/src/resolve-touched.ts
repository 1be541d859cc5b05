import { closureOf } from './closure.js';
import { componentsOf } from './components.js';
import type { IdentifierKey } from './identifier.js';
import { keepProfiles } from './keep-profiles.js';
import type { CustomerNo, IdentityReader, ProfileNo } from './reader.js';

/** What changes in the identity map. Lists are ascending, so the same change is the same text. */
export interface Resolution {
  /** The customers that came to a profile, new or other than before. */
  readonly assignments: readonly { readonly customer: CustomerNo; readonly profile: ProfileNo }[];
  /** The customers that leave the map, because their records are gone. */
  readonly removed: readonly CustomerNo[];
  /**
   * Profiles without records from now on, each redirected to the one that took its records over, or most of them.
   * That one has records and existed before.
   */
  readonly merged: readonly { readonly from: ProfileNo; readonly into: ProfileNo }[];
  /** Profiles without records from now on, whose records are all gone. */
  readonly emptied: readonly ProfileNo[];
  readonly created: readonly ProfileNo[];
  /** All profiles, old and new, whose set of records changed. */
  readonly dirty: readonly ProfileNo[];
  /** Values that join nobody from now on, and values that join again: to be stored after the map. */
  readonly nowShared: readonly IdentifierKey[];
  readonly noLongerShared: readonly IdentifierKey[];
}

export interface ProfileSource {
  /** As many profile numbers that were never used, ascending. Asked at most once a resolution. */
  newProfiles(count: number): Promise<readonly ProfileNo[]>;
}

/**
 * Brings the identity map up to date after customer records were written or deleted. People are worked out from
 * scratch for every record that the change can concern, so the map is the same whatever the order and the batches in
 * which records came; and resolving again changes nothing. What was joined comes apart when its reason is gone.
 *
 * `touched` are the records whose identifiers, name or existence changed; each must come at some time, none need come
 * together. Resolutions of one shop run one after the other, each stored before the next.
 */
export async function resolveTouched(
  touched: readonly CustomerNo[],
  reader: IdentityReader,
  profiles: ProfileSource,
): Promise<Resolution> {
  const closure = await closureOf(touched, reader);
  const { before } = closure;
  const components = componentsOf(closure);
  const { kept, redirects } = keepProfiles(components, before);
  const missing = kept.filter((profile) => profile === undefined).length;
  const created = missing === 0 ? [] : await profiles.newProfiles(missing);

  let next = 0;
  const after = kept.map((profile) => profile ?? created[next++]!);
  const assignments = components
    .flatMap((customers, component) => customers.map((customer) => ({ customer, profile: after[component]! })))
    .filter(({ customer, profile }) => before.get(customer) !== profile)
    .sort((a, b) => a.customer - b.customer);
  const removed = closure.gone.filter((customer) => before.has(customer)).sort(ascending);
  const merged = redirects
    .map(({ from, intoComponent }) => ({ from, into: after[intoComponent]! }))
    .sort((a, b) => a.from - b.from);

  const living = new Set([...after, ...merged.map(({ from }) => from)]);
  const dirty = new Set(assignments.map(({ profile }) => profile));
  for (const customer of [...assignments.map((assignment) => assignment.customer), ...removed]) {
    const left = before.get(customer);
    if (left !== undefined) dirty.add(left);
  }
  return {
    assignments,
    removed,
    merged,
    emptied: [...new Set(before.values())].filter((profile) => !living.has(profile)).sort(ascending),
    created,
    dirty: [...dirty].sort(ascending),
    nowShared: closure.nowShared.toSorted(),
    noLongerShared: closure.noLongerShared.toSorted(),
  };
}

function ascending(a: number, b: number): number {
  return a - b;
}
