import { addToDay, type Day, dayOf, type Instant, msOfInstant, type RecordInput, startOfDay } from '@clientele/model';
import { type Condition, DEFAULT_RFM, printCondition, requiredCutoffs } from '@clientele/segmentation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checked } from './question.js';
import { Random } from './random.js';
import { Deck, randomCondition } from './random-condition.js';
import { ZONES } from './random-moments.js';
import { type RandomShop, randomShop } from './random-shop.js';
import { ShopValues } from './shop-values.js';
import { type Handed, recordsOf, StreetUnderTest } from './street-under-test.js';

const LONG = process.env.CLIENTELE_TEST_LONG === '1';
const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261124);
const SHOPS = LONG ? 20 : 1;
const MS_PER_DAY = 86_400_000;

let street: StreetUnderTest;
beforeAll(async () => {
  street = await StreetUnderTest.open();
});
afterAll(() => street.close());

/** A shop of some people about a day on which the clocks of its zone change. */
function drawShop(random: Random, number: number): RandomShop {
  for (;;) {
    const shop = randomShop(random, number);
    if (shop.profiles.length >= 8) return { ...shop, profiles: shop.profiles.slice(0, 12), rfm: undefined };
  }
}

const REFERRED_TO = ['first', 'second'];

/** Segments over the whole language, the first of which others may refer to. */
function drawSegments(
  random: Random,
  shop: RandomShop,
  size: number,
  deck: Deck,
  fits: (condition: Condition) => boolean = () => true,
): Map<string, Condition> {
  const values = new ShopValues(shop);
  const segments = new Map<string, Condition>();
  while (segments.size < size) {
    // The first two are what others may refer to.
    const [known, handle] = segments.size < 2 ? [[], REFERRED_TO[segments.size]] : [REFERRED_TO, `s${segments.size}`];
    const condition = checked(randomCondition(random, values, deck, known, 2));
    const isAlone = known.length > 0 || !/added_to|excluded_from/.test(printCondition(condition));
    if (handle !== undefined && isAlone && fits(condition)) segments.set(handle, condition);
  }
  return segments;
}

/** The first midnights about a change of the clocks, from the day before it. */
function midnights({ profiles, timeZone, now }: RandomShop, count: number): Instant[] {
  const [placed] = profiles.flatMap(({ orders }) => orders.map((order) => order.placedAt)).sort();
  const from = dayOf(placed ?? now, timeZone);
  const days = Array.from({ length: 400 }, (_, later) => addToDay(from, later - 2, 'd'));
  const lengthOf = (day: Day) =>
    msOfInstant(startOfDay(addToDay(day, 1, 'd'), timeZone)) - msOfInstant(startOfDay(day, timeZone));
  const change = days.find((each) => lengthOf(each) !== MS_PER_DAY) ?? from;
  return Array.from({ length: count }, (_, later) => startOfDay(addToDay(change, later - 1, 'd'), timeZone));
}

/** What was recorded, of segments by what they ask: enough to see which law breaks, and for whom. */
function told(members: ReadonlyMap<string, string[]>, segments: ReadonlyMap<string, Condition>): string[] {
  return [...segments].map(
    ([handle, condition]) => `${printCondition(condition)}: ${(members.get(handle) ?? []).join('; ')}`,
  );
}

it(
  `members recorded from day to day are those of each day, over changes of the clocks (seed ${SEED})`,
  async () => {
    const random = new Random(SEED);
    const deck = new Deck();
    let moved = 0;
    for (let number = 1; number <= 5 * SHOPS; number += 1) {
      const drawn = drawShop(random, 1 + (number % (ZONES.length - 1)));
      const days = midnights(drawn, LONG ? 12 : 3);
      const [first = drawn.now, ...later] = days;
      const shop = { ...drawn, now: later[0] ?? first };
      const segments = drawSegments(random, shop, LONG ? 30 : 8, deck);
      const at = await street.shopWith(shop, segments);
      await at.receive(recordsOf(shop), first);
      let before = told(await at.recorded(), segments);
      for (const now of [first, ...later]) {
        if (now !== first) await at.advance(now);
        const recorded = told(await at.recorded(), segments);
        expect(recorded, `shop ${number} in ${shop.timeZone} at ${now}`).toEqual(told(await at.asked(now), segments));
        moved += recorded.filter((each, index) => each !== before[index]).length;
        before = recorded;
      }
    }
    expect(moved).toBeGreaterThan(2 * SHOPS);
  },
  240_000 * SHOPS,
);

it(
  `the same records give the same members, however they come and whatever comes beside them (seed ${SEED})`,
  async () => {
    const random = new Random(SEED + 1);
    const deck = new Deck();
    // Cut-offs are those of the first time in the day that somebody asks.
    const lacksCutoffs = (condition: Condition) => requiredCutoffs(condition, DEFAULT_RFM).length === 0;
    for (let number = 1; number <= SHOPS; number += 1) {
      const shop = drawShop(random, number);
      const segments = drawSegments(random, shop, 16, deck, lacksCutoffs);
      const records = recordsOf(shop);
      const atOnce = await street.shopWith(shop, segments);
      await atOnce.receive(records, shop.now);
      const expected = told(await atOnce.recorded(), segments);

      const piecemeal = await street.shopWith(shop, segments);
      const again = records.filter(() => random.chance(0.3));
      const often = random.shuffled([...records, ...again, ...records.flatMap((handed) => formerly(random, handed))]);
      const piece = Math.ceil(often.length / 3);
      for (let from = 0; from < often.length; from += piece) {
        await piecemeal.receive(often.slice(from, from + piece), shop.now);
      }
      expect(told(await piecemeal.recorded(), segments), `shop ${number}`).toEqual(expected);

      await atOnce.receive(ofStrangers(shop), shop.now);
      const known = [...(await atOnce.recorded())].map(([handle, people]): [string, string[]] => [
        handle,
        people.filter((person) => !person.includes(' stranger')),
      ]);
      expect(told(new Map(known), segments), `shop ${number} beside strangers`).toEqual(expected);
    }
  },
  240_000 * SHOPS,
);

/** A record as it was before, when it said something else. */
function formerly(random: Random, { connection, record }: Handed): Handed[] {
  if (!random.chance(0.4)) return [];
  const version = { updatedAt: '2016-01-01T00:00:00Z' };
  switch (record.kind) {
    case 'order':
      return [{ connection, record: { ...record, version, test: record.test !== true } }];
    case 'customer':
      return [{ connection, record: { ...record, version, tags: ['former'] } }];
    case 'consent':
      return [{ connection, record: { ...record, version, state: 'INVALID' } }];
    default:
      return [];
  }
}

/** What comes of somebody else and of nobody. */
function ofStrangers({ now, currency, products }: RandomShop): Handed[] {
  const version = { updatedAt: '2024-07-01T00:00:00Z' };
  const channel = { id: '1', kind: 'online_store' } as const;
  const lines = [{ id: '1', product: 'A', quantity: '9', listPrice: '900' }];
  const order = { kind: 'order', version, placedAt: now, channel, currency, lines } as const;
  const records: RecordInput[] = [
    { kind: 'customer', externalId: 'stranger', version, email: 'stranger@home.test', tags: ['vip'] },
    { ...order, externalId: 'of a stranger', customer: 'stranger' },
    { ...order, externalId: 'of nobody' },
    { kind: 'refund', externalId: 'of nobody', version, at: now, channel, currency, amount: '900' },
    { kind: 'event', externalId: 'of nobody', version, name: 'product_viewed', at: now, channel, product: 'A' },
    { kind: 'product', externalId: 'new', version, title: 'New', category: 'Shoes', tags: ['vip'] },
  ];
  return [...products.keys()].flatMap((connection) => records.map((record) => ({ connection, record })));
}
