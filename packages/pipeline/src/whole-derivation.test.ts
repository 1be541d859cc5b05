import type { RecordInput, Shop } from '@clientele/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { findProfiles } from './ask/find-profile.js';
import { members } from './ask/members.js';
import { listSegments, saveSegment } from './ask/segments.js';
import { CrashingParts, StatementCounter, throughBoth } from './crashing-parts.fixture.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';
import { deriveWhole } from './whole-derivation.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';

/** Seven people of distinct names with one phone number, which therefore joins nobody. */
const CROWD = ['Ada', 'Ben', 'Cy', 'Dee', 'Eve', 'Fay', 'Gus'].map((firstName, index) =>
  customer(`c${index}`, T1, { phone: '+442079460019', firstName, lastName: 'Low' }),
);

const RECORDS: readonly RecordInput[] = [
  customer('ann', T1, { email: 'ann@home.test', firstName: 'Ann', lastName: 'Lee' }),
  customer('ann-2', T1, { email: 'ANN@home.test', phone: '+44 20 7946 0018' }),
  customer('ann-3', T1, { phone: '+442079460018' }),
  customer('bob', T1, { email: 'bob@home.test' }),
  customer('gone', T1, { email: 'bob@home.test' }),
  ...CROWD,
  order('o1', T1, { customer: 'ann' }),
  order('o2', T1, { customer: 'ann-3', price: '40' }),
  order('o3', T1, { customer: 'bob' }),
  order('o4', T1, { customer: 'only referred to' }),
  order('o5', T1),
  { kind: 'deletion', of: 'customer', externalId: 'gone', version: { updatedAt: T2 } },
  customer('bob', T2, { email: 'bob@work.test' }),
];

/** How many of the statements of a run the test dies at, evenly spread; CLIENTELE_TEST_CRASHES=1000 is every one. */
const CRASHES = Number(process.env.CLIENTELE_TEST_CRASHES ?? 2);

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

async function shopWithRecords(id: string): Promise<Shop> {
  const parts = partsOf(stores);
  const shop = await newShop(stores, id);
  const saved = await saveSegment(parts, shop, { name: 'Spenders', query: 'amount_spent > 30' }, 'test');
  expect(saved.outcome).toBe('created');
  await advance(parts, shop);
  // In two deliveries, so that the later versions replace the earlier ones.
  for (const [index, records] of [RECORDS.slice(0, -2), RECORDS.slice(-2)].entries()) {
    const origin = { connection: 'web', source: 'made', fingerprint: `${index}`, retry: {} };
    await ingest(parts, shop, origin, items(records));
  }
  return shop;
}

/** As `derive` does it where a shop is large. */
async function deriveAtOnce(parts: Parts, shop: Shop): Promise<void> {
  const batches = await parts.ledger.batches.pending(shop.id);
  await deriveWhole(parts, shop.id, batches.at(-1) ?? 0);
}

let byTouch: Promise<Shop> | undefined;
let atOnce: Promise<{ readonly shop: Shop; readonly statements: number }> | undefined;

/** The shop as the derivation of whom batches touched makes it. */
function shopByTouch(): Promise<Shop> {
  const make = async () => {
    const shop = await shopWithRecords('touched');
    await advance(partsOf(stores), shop);
    return shop;
  };
  byTouch ??= make();
  return byTouch;
}

/** The shop as the derivation of all of it makes it, and how many statements that takes. */
function shopAtOnce() {
  const make = async () => {
    const shop = await shopWithRecords('at-once');
    const counter = new StatementCounter(partsOf(stores));
    await deriveAtOnce(counter.parts, shop);
    await advance(partsOf(stores), shop);
    return { shop, statements: counter.count };
  };
  atOnce ??= make();
  return atOnce;
}

/** Who is one person, and who is in the segment, by the records' own ids. */
async function snapshot(parts: Parts, shop: Shop): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const query of ['number_of_orders >= 0', ...(await listSegments(parts, shop)).map(({ handle }) => handle)]) {
    const page = await members(parts, shop, query, { limit: 100 });
    if (page.outcome !== 'listed') throw new Error(JSON.stringify(page));
    found[query] = page.members.map(({ records }) => records.map(({ externalId }) => externalId).join('+')).sort();
  }
  return found;
}

/** The public ids of all profiles by the ids of their records, in the order of these. */
async function profilesByRecords(parts: Parts, shop: Shop): Promise<Map<string, string>> {
  const page = await members(parts, shop, 'number_of_orders >= 0', { limit: 1000 });
  if (page.outcome !== 'listed') throw new Error(JSON.stringify(page));
  return new Map(
    page.members
      .map(({ profile, records }): [string, string] => [
        records
          .map(({ externalId }) => externalId)
          .sort()
          .join('+'),
        profile,
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Made deliveries of customers who share addresses, change them, and go. */
class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  delivery(day: number): RecordInput[] {
    const updatedAt = `2024-05-${10 + day}T00:00:00Z`;
    return Array.from({ length: 60 }, (_, index): RecordInput => {
      const externalId = `c${this.#below(90)}`;
      const lot = this.#below(10);
      if (lot === 0) return { kind: 'deletion', of: 'customer', externalId, version: { updatedAt } };
      if (lot < 4) return order(`o${day}-${index}`, updatedAt, { customer: externalId, price: `${lot}` });
      const email = `home-${this.#below(50)}@mail.test`;
      const phone = `+44207946${String(1000 + this.#below(40))}`;
      const firstName = `Name${'abcdefghij'[this.#below(10)]}`;
      return customer(externalId, updatedAt, {
        firstName,
        ...(lot < 8 ? { email } : {}),
        ...(lot > 6 ? { phone } : {}),
      });
    });
  }

  /** Numerical Recipes' generator; the high bits are the good ones. */
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}

describe('the derivation of a whole shop', () => {
  it('makes the same profiles and memberships as the derivation of whom batches touched', async () => {
    const parts = partsOf(stores);
    const { shop } = await shopAtOnce();
    const found = await snapshot(parts, shop);
    expect(found).toEqual(await snapshot(parts, await shopByTouch()));
    expect(found).toMatchObject({
      'number_of_orders >= 0': expect.arrayContaining(['ann+ann-2+ann-3', 'bob', 'c0', 'only referred to']),
      spenders: ['ann+ann-2+ann-3'],
    });
    expect(found['number_of_orders >= 0']).toHaveLength(3 + CROWD.length);
    expect(await audit(parts, shop)).toMatchObject({ profiles: 3 + CROWD.length, mismatches: 0 });
  });

  it('leads a shop that has profiles where the derivation of whom batches touched leads it', async () => {
    const parts = partsOf(stores);
    const draw = new Draw(7);
    const deliveries = Array.from({ length: 3 }, (_, index) => draw.delivery(index + 1));
    const shops = await Promise.all(['by-touch', 'by-whole'].map((id) => newShop(stores, id)));
    const ids: string[][] = [];
    for (const [index, records] of deliveries.entries()) {
      for (const [side, shop] of shops.entries()) {
        const origin = { connection: 'web', source: 'made', fingerprint: `${index}`, retry: {} };
        await ingest(parts, shop, origin, items(records));
        if (side === 1 && index > 0) await deriveAtOnce(parts, shop);
        await advance(parts, shop);
      }
      const [byTouch, byWhole] = await Promise.all(shops.map((shop) => profilesByRecords(parts, shop)));
      expect([...(byWhole?.keys() ?? [])]).toEqual([...(byTouch?.keys() ?? [])]);
      for (const [people, id] of byTouch ?? []) ids.push([id, byWhole?.get(people) ?? '']);
    }
    // The ids of then lead to the same people now.
    const now = await Promise.all(
      shops.map(async (shop, side) => {
        const all = ids.map((pair) => pair[side] ?? '');
        const found = await findProfiles(parts, shop.id, all);
        const people = new Map([...(await profilesByRecords(parts, shop))].map(([records, id]) => [id, records]));
        return all.map((id) => people.get(found.get(id)?.id ?? ''));
      }),
    );
    expect(now[1]).toEqual(now[0]);
    expect(ids.length).toBeGreaterThan(new Set(now[0]).size);
    for (const shop of shops) expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('is not done again for what comes after a crash that followed it', async () => {
    const parts = partsOf(stores);
    const shop = await shopWithRecords('followed');
    await deriveAtOnce(parts, shop);
    const crashing = throughBoth(parts, async (run, name) => {
      const answer = await run();
      if (name === 'derived') throw new Error('crashed here');
      return answer;
    });
    await expect(advance(crashing, shop)).rejects.toThrow('crashed here');
    const origin = { connection: 'web', source: 'made', fingerprint: 'later', retry: {} };
    await ingest(parts, shop, origin, items([order('o9', T1, { customer: 'bob' })]));
    expect((await advance(parts, shop)).profiles).toHaveLength(1);
  });

  it('is done again after a crash at any of its statements, with what came meanwhile', {
    timeout: 10_000 * Math.max(6, CRASHES),
  }, async () => {
    const parts = partsOf(stores);
    const expected = await snapshot(parts, await shopByTouch());
    const { statements } = await shopAtOnce();
    const step = Math.max(1, Math.ceil(statements / CRASHES));
    for (let at = Math.floor(step / 2); at < statements; at += step) {
      const shop = await shopWithRecords(`crash-${at}`);
      const crashing = new CrashingParts(parts, at, at % 2 === 0);
      await expect(deriveAtOnce(crashing.parts, shop), `statement ${at}`).rejects.toThrow('crashed here');
      await advance(parts, shop);
      expect(await snapshot(parts, shop), `after a crash at statement ${at}`).toEqual(expected);
    }
  });
});
