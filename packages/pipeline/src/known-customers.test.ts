import type { RecordInput, Shop } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { CrashingParts, StatementCounter } from './crashing-parts.fixture.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';
import { deriveWhole } from './whole-derivation.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';

/** How many random histories are gone through. */
const HISTORIES = Number(process.env.CLIENTELE_TEST_HISTORIES ?? 1);

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

interface Delivery {
  readonly connection: string;
  readonly fingerprint: string;
  readonly records: readonly RecordInput[];
}

async function take(parts: Parts, shop: Shop, { connection, fingerprint, records }: Delivery): Promise<void> {
  await ingest(parts, shop, { connection, source: 'made', fingerprint, retry: {} }, items(records));
}

/** Parts that note what is asked of the warehouse. */
function listening(parts: Parts, asked: string[]): Parts {
  const query: Parts['sql']['query'] = (text, ...rest) => {
    asked.push(text);
    return parts.sql.query(text, ...rest);
  };
  const { sql } = parts;
  return { ...parts, sql: { query, command: sql.command.bind(sql), insert: sql.insert.bind(sql) } };
}

it('does not look into who somebody is for what they order', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'known');
  const record = customer('ann', T1, { email: 'ann@home.test' });
  await take(parts, shop, { connection: 'web', fingerprint: '1', records: [record, customer('bob', T1)] });
  await advance(parts, shop);
  const lookedInto = async (fingerprint: string, records: readonly RecordInput[]) => {
    await take(parts, shop, { connection: 'web', fingerprint, records });
    const asked: string[] = [];
    const { profiles } = await advance(listening(parts, asked), shop);
    return [profiles.length, asked.some((text) => text.includes('identifiers'))];
  };
  expect(await lookedInto('2', [order('o1', T1, { customer: 'ann' })])).toEqual([1, false]);
  expect(await lookedInto('3', [order('o1', T2, { customer: 'bob' })])).toEqual([2, false]);
  expect(await lookedInto('4', [order('o2', T1, { customer: 'new' })])).toEqual([1, true]);
  expect(await lookedInto('5', [customer('bob', T2, { email: 'ann@home.test' })])).toEqual([2, true]);
  expect(await audit(parts, shop)).toMatchObject({ profiles: 2, mismatches: 0 });
});

/** Numbers as of lots, the same for the same seed. */
class Lots {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Numerical Recipes' generator; the high bits are the good ones. */
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}

const refund = (externalId: string, updatedAt: string, who: string, amount: number): RecordInput => ({
  kind: 'refund',
  externalId,
  version: { updatedAt },
  customer: who,
  at: T1,
  channel: { id: 'web', kind: 'online_store' },
  currency: 'GBP',
  amount: `${amount}`,
});

const consent = (externalId: string, updatedAt: string, who: string, given: boolean): RecordInput => ({
  kind: 'consent',
  externalId,
  version: { updatedAt },
  customer: who,
  at: T1,
  channel: 'email',
  address: 'us@home.test',
  state: given ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
});

it('follows a refund and a consent of somebody who has orders', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'came-of');
  const deliveries = [
    [customer('ann', T1), order('o1', T1, { customer: 'ann' })],
    [refund('r1', T1, 'ann', 7)],
    [consent('k1', T1, 'ann', true)],
  ];
  for (const [index, records] of deliveries.entries()) {
    await take(parts, shop, { connection: 'web', fingerprint: `${index}`, records });
    await advance(parts, shop);
    expect(await audit(parts, shop), `delivery ${index}`).toMatchObject({ profiles: 1, mismatches: 0 });
  }
});

/** Few people and few addresses, so that who is one changes all the time; six times in ten they only do something. */
function historyOf(lots: Lots): Delivery[] {
  return Array.from({ length: 6 }, (_, index) => {
    const updatedAt = `2024-05-${11 + index}T00:00:00Z`;
    const record = (): RecordInput => {
      const externalId = `c${lots.below(16)}`;
      const lot = lots.below(10);
      if (lot === 0) return refund(`r${lots.below(9)}`, updatedAt, externalId, 1 + lots.below(9));
      if (lot === 1) return consent(`k${lots.below(9)}`, updatedAt, externalId, lots.below(2) === 0);
      if (lot === 2) return { kind: 'deletion', of: 'order', externalId: `o${lots.below(40)}`, version: { updatedAt } };
      if (lot < 6) return order(`o${lots.below(40)}`, updatedAt, { customer: externalId, price: `${1 + lot}` });
      if (lot === 6) return { kind: 'deletion', of: 'customer', externalId, version: { updatedAt } };
      return customer(externalId, updatedAt, {
        email: `home-${lots.below(4)}@mail.test`,
        firstName: `Name${'abcdefghij'[lots.below(10)]}`,
      });
    };
    const records = Array.from({ length: 1 + lots.below(12) }, record);
    return { connection: lots.below(2) === 0 ? 'web' : 'till', fingerprint: `${index}`, records };
  });
}

/** By profile, the ids of its customer records and what the orders of these come to. */
async function people({ id: shop }: Shop): Promise<unknown[]> {
  return stores.sql.query(
    `SELECT arraySort(groupArray((connection, external_id))) AS records, any(amount_spent) AS spent
     FROM (SELECT customer_no, profile_no FROM profile_of FINAL WHERE shop = {shop:String} AND profile_no != 0) AS placed
     INNER JOIN (SELECT * FROM customer_keys WHERE shop = {shop:String}) AS keys USING (customer_no)
     LEFT JOIN (SELECT profile_no, amount_spent FROM profiles WHERE shop = {shop:String}) AS rows USING (profile_no)
     GROUP BY profile_no ORDER BY records`,
    { shop },
  );
}

it('leads where a resolution of everybody leads, in any pieces, given again, and with crashes between', {
  timeout: 60_000 * Math.max(2, HISTORIES),
}, async () => {
  const parts = partsOf(stores);
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const lots = new Lots(seed);
    const history = historyOf(lots);
    const [bit, whole] = [await newShop(stores, `bit-by-bit-${seed}`), await newShop(stores, `at-once-${seed}`)];
    let statements = 100;
    for (const delivery of history) {
      const crashing = new CrashingParts(parts, lots.below(statements), lots.below(2) === 0);
      await take(crashing.parts, bit, delivery).catch(expectCrash);
      if (lots.below(3) > 0) await advance(crashing.parts, bit).catch(expectCrash);
      await take(parts, bit, delivery);
      // Now and then several deliveries wait for the next one.
      if (lots.below(3) === 0) continue;
      const counter = new StatementCounter(parts);
      await advance(counter.parts, bit);
      statements = 10 + counter.count;
      await take(parts, bit, { ...delivery, fingerprint: `${delivery.fingerprint} again` });
    }
    await advance(parts, bit);

    for (const delivery of history) await take(parts, whole, delivery);
    await deriveWhole(parts, whole.id, (await parts.ledger.batches.pending(whole.id)).at(-1) ?? 0);
    await advance(parts, whole);
    expect(await people(bit), `history ${seed}`).toEqual(await people(whole));
    expect(await audit(parts, bit), `history ${seed}`).toMatchObject({ mismatches: 0 });
  }
});

function expectCrash(error: unknown): void {
  expect(error).toMatchObject({ message: 'crashed here' });
}
