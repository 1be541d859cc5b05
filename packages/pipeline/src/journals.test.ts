import type { RecordInput, Shop } from '@clientele/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { members } from './ask/members.js';
import { saveSegment } from './ask/segments.js';
import { throughBoth } from './crashing-parts.fixture.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';
import { deriveWhole } from './whole-derivation.js';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** Parts in which one step is not carried out, by its name or its statement: with an error, or in silence. */
function without(parts: Parts, step: RegExp, how: 'dies' | 'is skipped'): Parts {
  const isStep = (name: string, args: readonly unknown[]) => step.test(`${name} ${args[0]}`);
  return throughBoth(parts, async (run, name, args) => {
    if (!isStep(name, args)) return run();
    if (how === 'dies') throw new Error('crashed here');
    return undefined as Awaited<ReturnType<typeof run>>;
  });
}

const PRUNING = /DROP PARTITION/;

/** How many rows a shop has in each journal. */
async function journalled(shop: Shop): Promise<number[]> {
  const counts = ['touched_customers', 'profiles_to_derive'].map(async (table) => {
    const rows = await stores.sql.query(`SELECT 1 FROM ${table} WHERE shop = {shop:String}`, { shop: shop.id });
    return rows.length;
  });
  return Promise.all(counts);
}

/** Who is one person, by the records' own ids. */
async function people(shop: Shop): Promise<string[]> {
  const page = await members(partsOf(stores), shop, 'number_of_orders >= 0', { limit: 1000 });
  if (page.outcome !== 'listed') throw new Error(JSON.stringify(page));
  return page.members
    .map(({ records }) =>
      records
        .map(({ externalId }) => externalId)
        .sort()
        .join('+'),
    )
    .sort();
}

const T = (day: number) => `2024-05-${10 + day}T00:00:00Z`;

/** What one delivery says of one of nine customers, of whom some share an address. */
const saying = fc.record({
  who: fc.integer({ min: 1, max: 9 }).map((no) => `c${no}`),
  what: fc.constantFrom('is', 'is', 'is', 'is', 'bought', 'bought', 'agreed', 'is gone'),
  /** Of four addresses or orders which one. */
  which: fc.integer({ min: 1, max: 4 }),
});

function recordOf(
  { who, what, which }: typeof saying extends fc.Arbitrary<infer S> ? S : never,
  day: number,
): RecordInput {
  const email = `home-${which}@mail.test`;
  switch (what) {
    case 'bought':
      return order(`o${which}`, T(day), { customer: who });
    case 'agreed':
      return {
        kind: 'consent',
        externalId: `k${which}`,
        version: { updatedAt: T(day) },
        customer: who,
        at: T(day),
        channel: 'email',
        address: email,
        state: 'SUBSCRIBED',
      };
    case 'is gone':
      return { kind: 'deletion', of: 'customer', externalId: who, version: { updatedAt: T(day) } };
    default:
      return customer(who, T(day), { email });
  }
}

/** Where a delivery is cut short: before one of these steps. */
const CUTS = {
  'the facts': /^insert (orders|customers)$/,
  'the map': /^insert profile_of/,
  members: /^insert membership_changes/,
  'the mark': /^derived/,
  forgetting: PRUNING,
} as const;

/** Deliveries, each cut short somewhere else. */
const histories = fc.tuple(
  fc.shuffledSubarray(Object.values(CUTS), { minLength: 5 }),
  fc.array(fc.record({ says: fc.array(saying, { minLength: 5, maxLength: 8 }), atOnce: fc.boolean() }), {
    minLength: 5,
    maxLength: 5,
  }),
);

/** CLIENTELE_TEST_CRASHES, a thousand in long runs, is how often the tests of this package die. */
const HISTORIES = Math.ceil(Number(process.env.CLIENTELE_TEST_CRASHES ?? 1) / 50);

it('are empty when all is derived, and nobody is lost by it: also where that is cut short', {
  timeout: 600_000,
}, async () => {
  let runs = 0;
  const parts = partsOf(stores);
  const unpruned = without(parts, PRUNING, 'is skipped');
  const deliver = async (to: Parts, into: Shop, day: number, records: readonly RecordInput[]) => {
    await ingest(to, into, { connection: 'web', source: 'x', fingerprint: `${day}`, retry: {} }, items(records));
  };
  const newShopWithSegment = async (id: string) => {
    const shop = await newShop(stores, id);
    await saveSegment(parts, shop, { name: 'Buyers', query: 'number_of_orders > 0' }, 'test');
    await advance(parts, shop);
    return shop;
  };
  const property = fc.asyncProperty(histories, async ([cuts, deliveries]) => {
    runs += 1;
    const [shop, kept] = [await newShopWithSegment(`pruned-${runs}`), await newShopWithSegment(`kept-${runs}`)];
    for (const [day, { says, atOnce }] of deliveries.entries()) {
      const records = says.map((one) => recordOf(one, day));
      await deliver(unpruned, kept, day, records);
      await advance(unpruned, kept);
      const takeOn = async (by: Parts) => {
        await deliver(by, shop, day, records);
        const newest = (await stores.ledger.batches.pending(shop.id)).at(-1);
        if (atOnce && newest !== undefined) await deriveWhole(by, shop.id, newest);
        await advance(by, shop);
      };
      const dying = without(parts, cuts[day] ?? PRUNING, 'dies');
      await takeOn(dying).catch((error: Error) => expect(error.message).toBe('crashed here'));
      await takeOn(parts);
      expect(await people(shop)).toEqual(await people(kept));
    }
    expect(await audit(parts, shop)).toMatchObject({ segments: 1, mismatches: 0 });
    expect((await journalled(kept))[0]).toBeGreaterThan(0);
    // What the last crash kept from being forgotten is so now.
    await deliver(parts, shop, deliveries.length, [customer('last', T(deliveries.length))]);
    await advance(parts, shop);
    expect(await journalled(shop)).toEqual([0, 0]);
  });
  await fc.assert(property, { numRuns: HISTORIES, endOnFailure: true });
});
