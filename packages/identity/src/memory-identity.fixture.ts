import { type Identifier, type IdentifierKey, identifierKey } from './identifier.js';
import type { CarriedKeys, CustomerNo, IdentityReader, ProfileNo } from './reader.js';
import type { ProfileSource, Resolution } from './resolve-touched.js';

interface MemoryCustomer extends CarriedKeys {
  readonly nameKey: string | null;
}

/** What the resolution reads, in memory, by plain scans. */
export class MemoryIdentity implements IdentityReader, ProfileSource {
  readonly #customers = new Map<CustomerNo, MemoryCustomer>();
  readonly #profiles = new Map<CustomerNo, ProfileNo>();
  readonly #redirects = new Map<ProfileNo, ProfileNo>();
  readonly #shared = new Set<IdentifierKey>();
  #lastProfile = 0;

  /** Writes what a customer record carries from now on. */
  write(customer: CustomerNo, identifiers: readonly Identifier[], nameKey: string | null): void {
    const now = [...new Set(identifiers.map(identifierKey))];
    const formerly = this.#everCarried(customer).filter((key) => !now.includes(key));
    this.#customers.set(customer, { exists: true, now, formerly, nameKey });
  }

  /** Notes that a customer record is gone. */
  remove(customer: CustomerNo): void {
    this.#customers.set(customer, { exists: false, now: [], formerly: this.#everCarried(customer), nameKey: null });
  }

  /** Stores a resolution. */
  apply(resolution: Resolution): void {
    for (const { customer, profile } of resolution.assignments) this.#profiles.set(customer, profile);
    for (const customer of resolution.removed) this.#profiles.delete(customer);
    for (const { from, into } of resolution.merged) {
      for (const [earlier, target] of this.#redirects) if (target === from) this.#redirects.set(earlier, into);
      this.#redirects.set(from, into);
    }
    for (const key of resolution.nowShared) this.#shared.add(key);
    for (const key of resolution.noLongerShared) this.#shared.delete(key);
  }

  /** The profile that stands for this one today: itself unless it was merged. */
  standsFor(profile: ProfileNo): ProfileNo {
    return this.#redirects.get(profile) ?? profile;
  }

  async identifiersOf(customers: readonly CustomerNo[]): Promise<Map<CustomerNo, CarriedKeys>> {
    return entriesOf(customers, (customer) => this.#customers.get(customer));
  }

  async carriersOf(keys: readonly IdentifierKey[]): Promise<Map<IdentifierKey, CustomerNo[]>> {
    return entriesOf(keys, (key) => this.#carriers(key).map(([customer]) => customer));
  }

  async namesOf(keys: readonly IdentifierKey[]): Promise<Map<IdentifierKey, number>> {
    return entriesOf(keys, (key) => {
      const names = new Set(this.#carriers(key).map(([, { nameKey }]) => nameKey));
      return names.size - (names.has(null) ? 1 : 0);
    });
  }

  async sharedAmong(keys: readonly IdentifierKey[]): Promise<Set<IdentifierKey>> {
    return new Set(keys.filter((key) => this.#shared.has(key)));
  }

  async profilesOf(customers: readonly CustomerNo[]): Promise<Map<CustomerNo, ProfileNo>> {
    return entriesOf(customers, (customer) => this.#profiles.get(customer));
  }

  async customersOf(profiles: readonly ProfileNo[]): Promise<Map<ProfileNo, CustomerNo[]>> {
    return entriesOf(profiles, (profile) =>
      [...this.#profiles].filter(([, of]) => of === profile).map(([customer]) => customer),
    );
  }

  async newProfiles(count: number): Promise<ProfileNo[]> {
    return Array.from({ length: count }, () => ++this.#lastProfile);
  }

  #everCarried(customer: CustomerNo): IdentifierKey[] {
    const known = this.#customers.get(customer);
    return known === undefined ? [] : [...known.now, ...known.formerly];
  }

  #carriers(key: IdentifierKey): [CustomerNo, MemoryCustomer][] {
    return [...this.#customers].filter(([, { now }]) => now.includes(key));
  }
}

function entriesOf<K, V>(keys: readonly K[], find: (key: K) => V | undefined): Map<K, V> {
  const found = new Map<K, V>();
  for (const key of keys) {
    const value = find(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}
