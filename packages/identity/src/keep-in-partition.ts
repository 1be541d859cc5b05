import { keepProfiles } from './keep-profiles.js';
import type { CustomerNo, ProfileNo } from './reader.js';
import type { Partition } from './resolve-all.js';

export interface KeptInPartition {
  /** By person: the profile that it keeps; 0 where it needs a new one. */
  readonly profileOf: Uint32Array;
  /** Profiles that no person keeps though they have records, with the person that now has most of them. */
  readonly redirects: readonly { readonly from: ProfileNo; readonly into: number }[];
}

const NONE = 0;
const SEVERAL = 0xffff_ffff;

/**
 * Gives profiles to the persons of a whole shop as a resolution of all its records would, in memory that hardly grows
 * with the shop: only where persons and profiles are entangled is there anything to weigh.
 *
 * @param before by customer number: the profile until now, 0 for none
 */
export function keepInPartition({ personOf, persons }: Partition, before: Uint32Array): KeptInPartition {
  const profileOf = new Uint32Array(persons);
  const personOfProfile = new Uint32Array(before.reduce((a, b) => Math.max(a, b), 0) + 1);
  for (const [customer, person] of personOf.entries()) {
    const profile = before[customer] ?? NONE;
    if (person === -1 || profile === NONE) continue;
    profileOf[person] = only(profileOf[person], profile);
    personOfProfile[profile] = only(personOfProfile[profile], person + 1);
  }
  const isEntangled = (person: number) => {
    const profile = profileOf[person] ?? NONE;
    return profile === SEVERAL || (profile !== NONE && personOfProfile[profile] === SEVERAL);
  };

  const entangled = new Map<number, CustomerNo[]>();
  const theirs = new Map<CustomerNo, ProfileNo>();
  for (const [customer, person] of personOf.entries()) {
    if (person === -1 || !isEntangled(person)) continue;
    const customers = entangled.get(person);
    if (customers === undefined) entangled.set(person, [customer]);
    else customers.push(customer);
    const profile = before[customer] ?? NONE;
    if (profile !== NONE) theirs.set(customer, profile);
  }
  const order = [...entangled.keys()];
  const { kept, redirects } = keepProfiles([...entangled.values()], theirs);
  for (const [component, person] of order.entries()) profileOf[person] = kept[component] ?? NONE;
  return {
    profileOf,
    redirects: redirects
      .map(({ from, intoComponent }) => ({ from, into: order[intoComponent]! }))
      .sort((a, b) => a.from - b.from),
  };
}

function only(known: number | undefined, one: number): number {
  return known === NONE || known === one ? one : SEVERAL;
}
