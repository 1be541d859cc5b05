import { type IdentifierKey, identifierOfKey, joinable } from './identifier.js';
import { type CustomerNo, type IdentityReader, MAX_NAMES, type ProfileNo } from './reader.js';

/** The records that a change may concern, and what joins them. No record outside is joined with one inside. */
export interface Closure {
  /** The customers that exist, ascending, with all that they carry. */
  readonly carried: ReadonlyMap<CustomerNo, readonly IdentifierKey[]>;
  /** Customers that do not exist but were met: touched, or still in a profile. */
  readonly gone: readonly CustomerNo[];
  /** The profiles of all of them until now. */
  readonly before: ReadonlyMap<CustomerNo, ProfileNo>;
  readonly joining: ReadonlySet<IdentifierKey>;
  /** Values that join nobody from now on, and those that join again. */
  readonly nowShared: readonly IdentifierKey[];
  readonly noLongerShared: readonly IdentifierKey[];
}

/**
 * From the touched records to all records of their profiles, to all records with a value in common, and again, until
 * nothing is new. A value that is and was shared leads nowhere; one that became shared leads to those it held together.
 */
export async function closureOf(touched: readonly CustomerNo[], reader: IdentityReader): Promise<Closure> {
  const carried = new Map<CustomerNo, readonly IdentifierKey[]>();
  const gone: CustomerNo[] = [];
  const before = new Map<CustomerNo, ProfileNo>();
  const joining = new Set<IdentifierKey>();
  const nowShared: IdentifierKey[] = [];
  const noLongerShared: IdentifierKey[] = [];

  const seenCustomers = new Set(touched);
  const seenProfiles = new Set<ProfileNo>();
  const seenKeys = new Set<IdentifierKey>();

  let frontier: CustomerNo[] = [...seenCustomers];
  while (frontier.length > 0) {
    const [identifiers, profiles] = await Promise.all([reader.identifiersOf(frontier), reader.profilesOf(frontier)]);
    const keys = new Set<IdentifierKey>();
    for (const customer of frontier) {
      const { exists, now, formerly } = identifiers.get(customer) ?? { exists: false, now: [], formerly: [] };
      if (exists) carried.set(customer, now);
      else gone.push(customer);
      for (const key of [...now, ...formerly]) {
        if (!seenKeys.has(key) && joinable(identifierOfKey(key))) keys.add(key);
        seenKeys.add(key);
      }
    }
    for (const [customer, profile] of profiles) before.set(customer, profile);
    const newProfiles = [...new Set(profiles.values())].filter((profile) => !seenProfiles.has(profile));
    for (const profile of newProfiles) seenProfiles.add(profile);

    const [standing, members] = await Promise.all([standingOf([...keys], reader), reader.customersOf(newProfiles)]);
    for (const key of standing.joining) joining.add(key);
    nowShared.push(...standing.nowShared);
    noLongerShared.push(...standing.noLongerShared);
    const carriers = await reader.carriersOf([...standing.joining, ...standing.nowShared]);

    frontier = [];
    for (const customers of [...members.values(), ...carriers.values()]) {
      for (const customer of customers) {
        if (!seenCustomers.has(customer)) frontier.push(customer);
        seenCustomers.add(customer);
      }
    }
  }
  const ascending = new Map([...carried].sort(([a], [b]) => a - b));
  return { carried: ascending, gone, before, joining, nowShared, noLongerShared };
}

interface Standing {
  readonly joining: readonly IdentifierKey[];
  readonly nowShared: readonly IdentifierKey[];
  readonly noLongerShared: readonly IdentifierKey[];
}

async function standingOf(keys: readonly IdentifierKey[], reader: IdentityReader): Promise<Standing> {
  const [names, shared] = await Promise.all([reader.namesOf(keys), reader.sharedAmong(keys)]);
  const joining = keys.filter((key) => (names.get(key) ?? 0) <= MAX_NAMES);
  return {
    joining,
    nowShared: keys.filter((key) => (names.get(key) ?? 0) > MAX_NAMES && !shared.has(key)),
    noLongerShared: joining.filter((key) => shared.has(key)),
  };
}
