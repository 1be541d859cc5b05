import type { Item } from '@clientele/connector-kit';
import { type RecordInput, readRecord, type Shop } from '@clientele/model';
import { WarehouseError } from '@clientele/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { searchShop } from './ask/show-profile.js';
import { CrashingParts, through } from './crashing-parts.fixture.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { type ReadAgain, retryRefused } from './retry-refused.js';
import { customer, items, NOW, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';

let stores: Stores;
let parts: Parts;
beforeAll(async () => {
  stores = await openStores();
  parts = partsOf(stores);
});
afterAll(() => stores.close());

/** A shop where Ann has the order w1 of 2 × 10. */
async function shopWithAnn(id: string): Promise<Shop> {
  const shop = await newShop(stores, id);
  const records = [customer('ann', T1), order('w1', T1, { customer: 'ann' })];
  await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: 'x', retry: {} }, items(records));
  await advance(parts, shop);
  return shop;
}

/** Sets input aside, one a line, as an older release that could not read it; the body is the record. */
async function refuse(shop: Shop, ...records: readonly (RecordInput | null)[]): Promise<void> {
  const inputs = records.map((record, index) => ({
    fingerprint: 'x',
    source: 'x',
    place: `line ${index + 1}`,
    reason: 'it cannot be read',
    body: JSON.stringify(record),
    connection: 'web',
    retry: { as: 'test' },
  }));
  await stores.ledger.refused.add(shop.id, inputs, NOW);
}

/** Reads bodies as records; nothing can be said of a `null`. */
function reading(whole: boolean): ReadAgain {
  return (inputs) => ({
    whole,
    items: inputs
      .filter(({ body }) => body !== 'null')
      .map(({ number, body }) => {
        const record = readRecord(JSON.parse(body));
        const shared = { rows: 1, place: String(number) };
        const item: Item =
          record.outcome === 'read'
            ? { ...shared, outcome: 'read', record: record.record }
            : { ...shared, outcome: 'refused', reason: record.reason, body };
        return { item, of: [number] };
      }),
  });
}

async function standing(shop: Shop) {
  await advance(parts, shop);
  const [ann] = await searchShop(parts, shop, 'ann', 1);
  const refused = await stores.ledger.refused.list(shop.id, { limit: 10 });
  return { spent: ann?.traits.amount_spent, refused: refused.map(({ place, reason }) => `${place}: ${reason}`) };
}

describe('refused input that is tried again', () => {
  it('goes in where it can be read now, and stays with its reason where it cannot', async () => {
    const shop = await shopWithAnn('readable');
    const broken = { ...order('w3', T1), currency: 'pounds' } as RecordInput;
    await refuse(shop, order('w2', T1, { customer: 'ann', price: '5' }), broken, null);
    expect(await retryRefused(parts, shop, reading(true))).toEqual({ accepted: 1, refused: 2 });
    expect(await standing(shop)).toEqual({
      spent: '30',
      refused: [expect.stringMatching(/^line 2: .*currency/), 'line 3: it cannot be read'],
    });
    expect(await retryRefused(parts, shop, () => undefined)).toEqual({ accepted: 0, refused: 2 });
  });

  it('never takes the place of an order of which it may be a part, and says so', async () => {
    const shop = await shopWithAnn('part');
    const rest = order('w1', T2, { customer: 'ann', price: '5' });
    await refuse(shop, rest, order('w2', T1, { customer: 'ann', price: '7' }));
    expect(await retryRefused(parts, shop, reading(false))).toEqual({ accepted: 1, refused: 1 });
    expect(await standing(shop)).toEqual({
      spent: '34',
      refused: [expect.stringMatching(/^line 1: .*order w1 is there already.*import the mended file/)],
    });
  });

  it('replaces an older whole record, and is done with where a newer or the same one is there', async () => {
    const shop = await shopWithAnn('whole');
    await refuse(shop, order('w1', T2, { customer: 'ann', price: '5' }), customer('ann', '2020-01-01T00:00:00Z'));
    expect(await retryRefused(parts, shop, reading(true))).toEqual({ accepted: 2, refused: 0 });
    expect(await standing(shop)).toEqual({ spent: '10', refused: [] });
  });

  it('comes together as one order though there is more than is read at once', async () => {
    const shop = await shopWithAnn('many');
    const [first, second] = [1_999, 2_003];
    await refuse(shop, ...Array.from({ length: 2_004 }, () => null));
    const partsOfOne: ReadAgain = (inputs) => {
      const of = inputs.map(({ number }) => number).filter((number) => number === first || number === second);
      const made = order('w2', T1, { customer: 'ann', price: String(5 * of.length) });
      const record = readRecord(made);
      if (record.outcome === 'refused') throw new Error(record.reason);
      const item: Item = { outcome: 'read', record: record.record, rows: of.length, place: of.join(' ') };
      return { whole: false, items: of.length === 0 ? [] : [{ item, of }] };
    };
    expect(await retryRefused(parts, shop, partsOfOne)).toEqual({ accepted: 2, refused: 2_002 });
    await advance(parts, shop);
    expect((await searchShop(parts, shop, 'ann', 1))[0]?.traits.amount_spent).toBe('40');
    expect(await stores.ledger.refused.count(shop.id)).toBe(2_002);
  });

  it('goes in once where a crash left it among the refused', async () => {
    const shop = await shopWithAnn('crashed');
    const late = order('w2', T1, { customer: 'ann', price: '7' });
    await refuse(shop, late);
    await retryRefused(parts, shop, reading(false));
    await refuse(shop, late);
    expect(await retryRefused(parts, shop, reading(false))).toEqual({ accepted: 1, refused: 0 });
    expect(await standing(shop)).toEqual({ spent: '34', refused: [] });
  });
});

describe('records that the warehouse does not take', () => {
  const ORIGIN = { connection: 'web', source: 'a file', fingerprint: 'x', retry: { as: 'test' } };
  /** Two of these orders break a rule of the engine's. */
  const RECORDS = [
    order('w1', T1, { customer: 'ann' }),
    customer('ann', T1),
    order('bad-1', T1, { customer: 'ann', price: '500' }),
    ...Array.from({ length: 5 }, (_, index) => order(`w${index + 2}`, T1, { customer: 'ann' })),
    { ...order('w7', T1), currency: 'pounds' } as RecordInput,
    order('bad-2', T1, { customer: 'ann', price: '500' }),
  ];

  beforeAll(() => stores.sql.command("ALTER TABLE orders ADD CONSTRAINT good CHECK NOT external_id LIKE 'bad%'"));

  it('are refused with their places while all others go in, and go in when it takes them', async () => {
    const shop = await newShop(stores, 'untaken');
    const counts = { accepted: 7, unchanged: 0, refused: 3, orders: 6, customers: 1, events: 0 };
    expect(await ingest(parts, shop, ORIGIN, items(RECORDS))).toEqual(counts);
    const refused = [
      expect.stringMatching(/^line 3: the warehouse cannot store this order \(VIOLATED_CONSTRAINT 469\)/),
      expect.stringMatching(/^line 9: currency/),
      expect.stringMatching(/^line 10: the warehouse cannot store this order/),
    ];
    expect(await standing(shop)).toEqual({ spent: '120', refused: expect.arrayContaining(refused) });
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
    // What a try would have written by customer before it was refused is gone too.
    const left = await stores.sql.query(
      "SELECT 1 FROM customer_orders FINAL WHERE shop = {shop:String} AND external_id LIKE 'bad%' AND NOT gone",
      { shop: shop.id },
    );
    expect(left).toEqual([]);

    expect(await retryRefused(parts, shop, () => undefined)).toEqual({ accepted: 0, refused: 3 });
    expect(await ingest(parts, shop, ORIGIN, items(RECORDS))).toMatchObject({ accepted: 0, unchanged: 7, refused: 3 });
    await stores.sql.command('ALTER TABLE orders DROP CONSTRAINT good');
    expect(await retryRefused(parts, shop, () => undefined)).toEqual({ accepted: 2, refused: 1 });
    expect(await standing(shop)).toEqual({ spent: '2120', refused: [expect.stringMatching(/^line 9: /)] });
    await stores.sql.command("ALTER TABLE orders ADD CONSTRAINT good CHECK NOT external_id LIKE 'bad%'");
  });

  it('are each refused once though the import dies on the way', async () => {
    const shop = await newShop(stores, 'untaken-cut');
    let died = 0;
    for (let at = 3; ; at += 9) {
      const dying = new CrashingParts(parts, at, at % 2 === 0);
      const outcome = await ingest(dying.parts, shop, ORIGIN, items(RECORDS)).catch((error: Error) => error);
      if (!(outcome instanceof Error)) {
        // What went in before it was acknowledged is unchanged when it is read again.
        expect([outcome.accepted + outcome.unchanged, outcome.refused]).toEqual([7, 3]);
        break;
      }
      expect(outcome.message).toBe('crashed here');
      died += 1;
    }
    expect(died).toBeGreaterThan(2);
    expect(await standing(shop)).toMatchObject({ spent: '120', refused: { length: 3 } });
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('stop the import where the engine takes nothing at all', async () => {
    const shop = await newShop(stores, 'untaken-all');
    const many = Array.from({ length: 51 }, (_, index) => order(`bad-${index}`, T1));
    await expect(ingest(parts, shop, ORIGIN, items(many))).rejects.toMatchObject({ engineType: 'VIOLATED_CONSTRAINT' });
    expect(await stores.ledger.refused.count(shop.id)).toBe(0);
    const full = through(parts, (run, name, [table]) =>
      name === 'insert' && table === 'orders' ? Promise.reject(noSpace()) : run(),
    );
    await expect(ingest(full, shop, ORIGIN, items([order('w1', T1)]))).rejects.toMatchObject({
      engineType: 'NOT_ENOUGH_SPACE',
    });
  });
});

function noSpace(): WarehouseError {
  const error = new WarehouseError('failed', 'The warehouse refused the request.', undefined);
  return Object.assign(error, { engineType: 'NOT_ENOUGH_SPACE' });
}
