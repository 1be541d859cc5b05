import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Identifier, identifierKey, joinable } from './identifier.js';
import { keepInPartition } from './keep-in-partition.js';
import { MemoryIdentity } from './memory-identity.fixture.js';
import { type CustomerIdentity, resolveAll } from './resolve-all.js';
import { type Resolution, resolveTouched } from './resolve-touched.js';

/** What happened to one customer record: it was written, or (null) deleted. */
interface Happening {
  readonly customer: number;
  readonly written: Omit<CustomerIdentity, 'customer'> | null;
}
type Records = ReadonlyMap<number, Omit<CustomerIdentity, 'customer'>>;

const CUSTOMERS = 24;
const VALUES: Identifier[] = [
  ...['ann', 'bob', 'cleo', 'dan'].map((name): Identifier => ({ kind: 'email', value: `${name}@mail.org` })),
  { kind: 'email', value: 'info@northstore.com' },
  ...['+13127344358', '+13127344891', '+447911123456'].map((value): Identifier => ({ kind: 'phone', value })),
  ...['L71', 'L72', 'L73'].map((id): Identifier => ({ kind: 'account', value: `loyalty:${id}` })),
];

// Few values a record, else nearly all records are one person whatever happens.
const identifiers = fc.subarray(VALUES, { maxLength: 2 });
// One value that most carry, so that it passes the cap of six names in both directions again and again.
const often = fc.option(fc.constant(VALUES[0] as Identifier), { nil: undefined, freq: 3 });
const happening: fc.Arbitrary<Happening> = fc.record({
  customer: fc.nat(CUSTOMERS - 1),
  written: fc.option(
    fc.record({
      identifiers: fc.tuple(identifiers, often).map(([some, one]) => (one === undefined ? some : [...some, one])),
      nameKey: fc.option(fc.integer({ min: 1, max: 8 }).map(String), { freq: 9 }),
    }),
    { freq: 6 },
  ),
});
const history = fc.array(happening, { minLength: 20, maxLength: 60, size: 'max' });
/** The sizes of the batches in which a history is resolved, taken round and round. */
const batches = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 9 })), {
  minLength: 1,
  maxLength: 6,
});

function recordsAfter(happenings: readonly Happening[]): Records {
  const records = new Map<number, Omit<CustomerIdentity, 'customer'>>();
  for (const { customer, written } of happenings) {
    if (written === null) records.delete(customer);
    else records.set(customer, written);
  }
  return records;
}

/** Slow and obvious: the smallest customer that one can walk to, over values of at most six names. */
function obviousPersons(records: Records): Map<number, number> {
  const keysOf = new Map([...records].map(([customer, carried]) => [customer, carried.identifiers.map(identifierKey)]));
  const carries = (customer: number, key: string): boolean => keysOf.get(customer)?.includes(key) ?? false;
  const joining = VALUES.filter(joinable)
    .map(identifierKey)
    .filter((key) => {
      const carriers = [...records].filter(([customer]) => carries(customer, key));
      return new Set(carriers.map(([, { nameKey }]) => nameKey).filter((name) => name !== null)).size <= 6;
    });
  const persons = new Map([...records.keys()].map((customer) => [customer, customer]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [a, personA] of persons) {
      for (const [b, personB] of persons) {
        if (personB >= personA || !joining.some((key) => carries(a, key) && carries(b, key))) continue;
        persons.set(a, personB);
        changed = true;
        break;
      }
    }
  }
  return persons;
}

/** The partition as text: persons by their customers. */
function partitionOf(personOf: Iterable<readonly [number, number]>): string {
  const persons = new Map<number, number[]>();
  for (const [customer, person] of [...personOf].sort(([a], [b]) => a - b)) {
    persons.set(person, [...(persons.get(person) ?? []), customer]);
  }
  return JSON.stringify([...persons.values()]);
}

function write(identity: MemoryIdentity, { customer, written }: Happening): void {
  if (written === null) identity.remove(customer);
  else identity.write(customer, written.identifiers, written.nameKey);
}

async function resolve(identity: MemoryIdentity, touched: readonly number[]): Promise<Resolution> {
  const resolution = await resolveTouched(touched, identity, identity);
  identity.apply(resolution);
  return resolution;
}

async function mapOf(identity: MemoryIdentity): Promise<Map<number, number>> {
  return identity.profilesOf([...Array(CUSTOMERS).keys()]);
}

/** Cuts a list into pieces of the given sizes, taken round and round. */
function* cut<T>(items: readonly T[], sizes: readonly number[]): Generator<readonly T[]> {
  for (let [from, round] = [0, 0]; from < items.length; round++) {
    const size = sizes[round % sizes.length] ?? 1;
    yield items.slice(from, from + size);
    from += size;
  }
}

describe('the partition is that of a resolution from scratch', () => {
  test('after every batch', async () => {
    const crossings = { up: 0, down: 0 };
    await fc.assert(
      fc.asyncProperty(history, batches, async (happenings, sizes) => {
        const identity = new MemoryIdentity();
        let seen = 0;
        for (const batch of cut(happenings, sizes)) {
          for (const one of batch) write(identity, one);
          const touched = batch.map(({ customer }) => customer);
          const { nowShared, noLongerShared } = await resolve(identity, touched);
          crossings.up += nowShared.length;
          crossings.down += noLongerShared.length;
          seen += batch.length;
          const expected = partitionOf(obviousPersons(recordsAfter(happenings.slice(0, seen))));
          expect(partitionOf(await mapOf(identity))).toBe(expected);
        }
      }),
      { numRuns: 200 },
    );
    // The histories must be worth something: values pass the cap of six names in both directions.
    expect(crossings.up).toBeGreaterThan(20);
    expect(crossings.down).toBeGreaterThan(10);
  });

  test('when records are far ahead of their resolution, which comes in any order', async () => {
    const orders = fc.shuffledSubarray([...Array(CUSTOMERS).keys()], { minLength: CUSTOMERS });
    await fc.assert(
      fc.asyncProperty(history, history, batches, orders, async (earlier, later, sizes, order) => {
        const identity = new MemoryIdentity();
        for (const one of earlier) write(identity, one);
        await resolve(identity, order);
        for (const one of later) write(identity, one);
        const touched = order.filter((customer) => later.some((one) => one.customer === customer));
        for (const batch of cut(touched, sizes)) await resolve(identity, batch);
        const expected = partitionOf(obviousPersons(recordsAfter([...earlier, ...later])));
        expect(partitionOf(await mapOf(identity))).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('when a resolution was stored in part and is done again', async () => {
    await fc.assert(
      fc.asyncProperty(history, batches, fc.nat(40), async (happenings, sizes, stored) => {
        const identity = new MemoryIdentity();
        for (const batch of cut(happenings, sizes)) {
          for (const one of batch) write(identity, one);
          const touched = batch.map(({ customer }) => customer);
          const lost = await resolveTouched(touched, identity, identity);
          const assignments = lost.assignments.slice(0, stored);
          identity.apply({ ...lost, assignments, removed: [], nowShared: [], noLongerShared: [] });
          await resolve(identity, touched);
        }
        expect(partitionOf(await mapOf(identity))).toBe(partitionOf(obviousPersons(recordsAfter(happenings))));
      }),
      { numRuns: 200 },
    );
  });

  test('for all records at once, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat()), async (happenings, lots) => {
        const records = recordsAfter(happenings);
        const shuffled = [...records]
          .map(([customer, carried]) => ({ lot: lots.next().value as number, customer, ...carried }))
          .sort((a, b) => a.lot - b.lot);
        const { personOf, persons, shared } = await resolveAll(shuffled);
        const living = [...personOf.entries()].filter(([, person]) => person !== -1);
        expect(partitionOf(living)).toBe(partitionOf(obviousPersons(records)));
        expect(new Set(living.map(([, person]) => person))).toEqual(new Set(Array(persons).keys()));

        const identity = new MemoryIdentity();
        for (const [customer, carried] of records) write(identity, { customer, written: carried });
        const { nowShared } = await resolve(identity, [...records.keys()]);
        expect(shared).toEqual(nowShared);
      }),
      { numRuns: 200 },
    );
  });
});

test('persons of a whole shop keep the profiles that a resolution of what changed gives them', async () => {
  let redirected = 0;
  await fc.assert(
    fc.asyncProperty(history, history, batches, async (earlier, later, sizes) => {
      const identity = new MemoryIdentity();
      for (const batch of cut(earlier, sizes)) {
        for (const one of batch) write(identity, one);
        await resolve(
          identity,
          batch.map(({ customer }) => customer),
        );
      }
      for (const one of later) write(identity, one);
      const before = new Uint32Array(CUSTOMERS);
      for (const [customer, profile] of await mapOf(identity)) before[customer] = profile;
      const partition = await resolveAll(
        [...recordsAfter([...earlier, ...later])].map(([customer, carried]) => ({ customer, ...carried })),
      );
      const { profileOf, redirects } = keepInPartition(partition, before);

      const { created, merged } = await resolve(
        identity,
        later.map(({ customer }) => customer),
      );
      const after = await mapOf(identity);
      for (const [customer, person] of partition.personOf.entries()) {
        const profile = after.get(customer);
        const kept = profile !== undefined && created.includes(profile) ? 0 : profile;
        expect(person === -1 ? undefined : profileOf[person]).toBe(kept);
      }
      expect(redirects.map(({ from, into }) => ({ from, into: profileOf[into] }))).toEqual(merged);
      redirected += merged.length;
    }),
    { numRuns: 200 },
  );
  expect(redirected).toBeGreaterThan(20);
});

test('a resolution says exactly what changed, and again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(history, batches, async (happenings, sizes) => {
      const identity = new MemoryIdentity();
      const everUsed = new Set<number>();
      for (const batch of cut(happenings, sizes)) {
        const before = await mapOf(identity);
        for (const one of batch) write(identity, one);
        const touched = batch.map(({ customer }) => customer);
        const resolution = await resolve(identity, touched);
        const after = await mapOf(identity);

        const members = (map: Map<number, number>, profile: number): string =>
          JSON.stringify([...map].filter(([, of]) => of === profile).sort());
        const [old, current] = [new Set(before.values()), new Set(after.values())];
        const all = [...new Set([...old, ...current])].sort((a, b) => a - b);
        expect(resolution.dirty).toEqual(all.filter((profile) => members(before, profile) !== members(after, profile)));
        expect(resolution.assignments).toEqual(
          [...after]
            .filter(([customer, profile]) => before.get(customer) !== profile)
            .map(([customer, profile]) => ({ customer, profile })),
        );
        expect(resolution.removed).toEqual([...before.keys()].filter((customer) => !after.has(customer)));
        expect(resolution.created).toEqual([...current].filter((profile) => !old.has(profile)).sort((a, b) => a - b));
        for (const profile of resolution.created) expect(everUsed.has(profile)).toBe(false);
        for (const profile of resolution.created) everUsed.add(profile);
        const ended = [...old].filter((profile) => !current.has(profile)).sort((a, b) => a - b);
        expect([...resolution.merged.map(({ from }) => from), ...resolution.emptied].sort((a, b) => a - b)).toEqual(
          ended,
        );
        for (const { into } of resolution.merged) expect(old.has(into) && current.has(into)).toBe(true);

        const again = await resolveTouched(touched, identity, identity);
        expect(Object.values(again).flat()).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
