import type { CustomerNo, ProfileNo } from './reader.js';

interface Claim {
  readonly component: number;
  readonly profile: ProfileNo;
  /** How many records of the component have the profile until now. */
  readonly records: number;
}

export interface KeptProfiles {
  /** The profile that each component keeps; undefined where it needs a new one. */
  readonly kept: readonly (ProfileNo | undefined)[];
  /** Profiles that kept no component, with the one that now has most of their records. */
  readonly redirects: readonly { readonly from: ProfileNo; readonly intoComponent: number }[];
}

/**
 * Gives profiles to components so that as few records as possible change theirs. The claim of most records goes first;
 * among equals the oldest profile, then the component with the smallest customer number. `components` are ordered by
 * that number.
 */
export function keepProfiles(
  components: readonly (readonly CustomerNo[])[],
  before: ReadonlyMap<CustomerNo, ProfileNo>,
): KeptProfiles {
  const claims = components
    .flatMap((customers, component) => claimsOf(customers, component, before))
    .sort((a, b) => b.records - a.records || a.profile - b.profile || a.component - b.component);
  const kept: (ProfileNo | undefined)[] = components.map(() => undefined);
  const taken = new Set<ProfileNo>();
  for (const { component, profile } of claims) {
    if (kept[component] !== undefined || taken.has(profile)) continue;
    kept[component] = profile;
    taken.add(profile);
  }
  const heirs = new Map<ProfileNo, number>();
  for (const { component, profile } of claims) {
    if (!taken.has(profile) && !heirs.has(profile)) heirs.set(profile, component);
  }
  return { kept, redirects: [...heirs].map(([from, intoComponent]) => ({ from, intoComponent })) };
}

function claimsOf(
  customers: readonly CustomerNo[],
  component: number,
  before: ReadonlyMap<CustomerNo, ProfileNo>,
): Claim[] {
  const records = new Map<ProfileNo, number>();
  for (const customer of customers) {
    const profile = before.get(customer);
    if (profile !== undefined) records.set(profile, (records.get(profile) ?? 0) + 1);
  }
  return [...records].map(([profile, count]) => ({ component, profile, records: count }));
}
