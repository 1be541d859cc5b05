import type { Closure } from './closure.js';
import { DisjointSets } from './disjoint-sets.js';
import type { IdentifierKey } from './identifier.js';
import type { CustomerNo } from './reader.js';

/** The customers of a closure, person by person: each ascending, all ordered by their smallest number. */
export function componentsOf({ carried, joining }: Closure): CustomerNo[][] {
  const sets = new DisjointSets(carried.size);
  const firstCarrier = new Map<IdentifierKey, number>();
  [...carried.values()].forEach((keys, index) => {
    for (const key of keys) {
      if (!joining.has(key)) continue;
      const first = firstCarrier.get(key);
      if (first === undefined) firstCarrier.set(key, index);
      else sets.join(first, index);
    }
  });
  const components = new Map<number, CustomerNo[]>();
  [...carried.keys()].forEach((customer, index) => {
    const set = sets.find(index);
    const component = components.get(set);
    if (component === undefined) components.set(set, [customer]);
    else component.push(customer);
  });
  return [...components.values()];
}
