import { DisjointSets } from './disjoint-sets.js';
import { DistinctNames } from './distinct-names.js';
import { type Identifier, type IdentifierKey, identifierKey, joinable } from './identifier.js';
import { NumberList } from './number-list.js';
import type { CustomerNo } from './reader.js';
import { TextNumbers } from './text-numbers.js';

/** What resolution needs of a customer record. */
export interface CustomerIdentity {
  readonly customer: CustomerNo;
  readonly identifiers: readonly Identifier[];
  /** See `nameKeyOf`. */
  readonly nameKey: string | null;
}

export interface Partition {
  /** By customer number: the person, -1 where there is no such customer. */
  readonly personOf: Int32Array;
  /** Persons are numbered 0 … persons-1 in the order of their smallest customer number. */
  readonly persons: number;
  /** Values that join nobody, to be stored beside the map as `nowShared` of a {@link Resolution} is. */
  readonly shared: readonly IdentifierKey[];
}

/**
 * The people among all customer records of a shop, each given once, in any order: the partition to which
 * `resolveTouched` leads too. For the first import, or a file outside any shop; nearly linear, about 100 bytes a record.
 */
export async function resolveAll(
  records: Iterable<CustomerIdentity> | AsyncIterable<CustomerIdentity>,
): Promise<Partition> {
  const values = new TextNumbers();
  const names = new TextNumbers();
  const namesOf = new DistinctNames();
  const customers = new NumberList();
  // Who carries which value, as pairs: whether a value joins is known only when all records were seen.
  const carriers = new NumberList();
  const carried = new NumberList();
  const shared: IdentifierKey[] = [];
  let size = 0;

  for await (const { customer, identifiers, nameKey } of records) {
    customers.push(customer);
    size = Math.max(size, customer + 1);
    const name = nameKey === null ? null : names.numberOf(nameKey);
    for (const identifier of identifiers) {
      if (!joinable(identifier)) continue;
      const key = identifierKey(identifier);
      const value = values.numberOf(key);
      if (namesOf.add(value, name)) shared.push(key);
      if (namesOf.isShared(value)) continue;
      carriers.push(customer);
      carried.push(value);
    }
  }

  const sets = new DisjointSets(size);
  /** By value: its first carrier plus one. */
  const first = new Uint32Array(values.count);
  for (let pair = 0; pair < carriers.length; pair++) {
    const value = carried.at(pair);
    if (namesOf.isShared(value)) continue;
    if (first[value] === 0) first[value] = carriers.at(pair) + 1;
    else sets.join(first[value]! - 1, carriers.at(pair));
  }
  return { ...numberPersons(customers, sets, size), shared: shared.sort() };
}

function numberPersons(
  customers: NumberList,
  sets: DisjointSets,
  size: number,
): { readonly personOf: Int32Array; readonly persons: number } {
  const [absent, unnumbered] = [-1, -2];
  const personOf = new Int32Array(size).fill(absent);
  for (let index = 0; index < customers.length; index++) personOf[customers.at(index)] = unnumbered;
  const personOfSet = new Int32Array(size).fill(unnumbered);
  let persons = 0;
  for (let customer = 0; customer < size; customer++) {
    if (personOf[customer] === absent) continue;
    const set = sets.find(customer);
    if (personOfSet[set] === unnumbered) personOfSet[set] = persons++;
    personOf[customer] = personOfSet[set]!;
  }
  return { personOf, persons };
}
