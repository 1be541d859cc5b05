import { addToDay, dayOf, type Instant, startOfDay } from '@clientele/model';
import { type Condition, checkQuery, printCondition } from '@clientele/segmentation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EngineUnderTest, type LoadedShops } from './engine-under-test.js';
import { shopThen, withPast } from './past.js';
import { referenceOf } from './question.js';
import { Random } from './random.js';
import type { RandomShop } from './random-shop.js';
import { drawSample } from './sample.js';

const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261123);
/** So many shops, of those drawn in which somebody is likely to come or go. */
const SHOPS = process.env.CLIENTELE_TEST_LONG === '1' ? 100 : 3;
const PEOPLE = 6;
/** So many midnights of each shop, one after the other: around the day about which its records are, or about a year later. */
const MIDNIGHTS = 7;

const cases = drawSample(SEED, { shops: 4 * SHOPS, questions: 2 })
  .cases.filter(({ shop }) => shop.profiles.length >= PEOPLE)
  .slice(0, SHOPS)
  .map(({ shop, questions }) => ({ shop: withPast(shop), conditions: questions.map(({ checked }) => checked) }));

let engine: EngineUnderTest;
let loaded: LoadedShops;
beforeAll(async () => {
  engine = await EngineUnderTest.start();
  loaded = await engine.load(cases.map(({ shop }) => shop));
});
afterAll(() => engine.close());

it(`tells who was in a query at each midnight as the reference does by the records of then (seed ${SEED})`, async () => {
  const changing = await changingAnswers(cases, (conditions) => conditions);
  expect(changing).toBeGreaterThan(1);
}, 3_600_000);

/** What turns on days on which nothing happens to whom it is about. */
const CROSSED = [
  'amount_spent IN TOP 30%',
  'number_of_orders IN BOTTOM 50% AND NOT in_hold_out()',
  'average_order_value IN BOTTOM 40%',
  'sum_amount OF orders_placed (date >= -3d) IN TOP 50%',
  'average_amount OF orders_placed (date BETWEEN -5d AND -1d) IN BOTTOM 50%',
  'days_since_last_order IN TOP 20%',
  'NOT amount_spent IN TOP 50% AND last_order_date >= -2d',
  "rfm_group IN ('CHAMPIONS', 'LOYAL', 'NEW') OR rfm_recency > rfm_frequency",
  'rfm_recency IN TOP 30%',
  'attributes.size IN TOP 40%',
  "anniversary('birth_date') BETWEEN -2d AND +2d",
  "anniversary('last_order_date') = -3d OR anniversary('first_order_date') > today",
];

it(`tells it of what cut-offs and days alone turn (seed ${SEED})`, async () => {
  const some = cases.slice(0, Math.floor(SHOPS / 2));
  const asked = CROSSED.map((query) => {
    const check = checkQuery(query);
    if (check.outcome === 'invalid') throw new Error(query);
    return check.condition;
  });
  const changing = await changingAnswers(some, () => asked);
  expect(changing).toBeGreaterThan((some.length * CROSSED.length) / 4);
}, 3_600_000);

/** Asks each shop something at its midnights, in both ways, and tells how many of the answers change from one to another. */
async function changingAnswers(
  some: typeof cases,
  asked: (drawn: readonly Condition[]) => readonly Condition[],
): Promise<number> {
  let changing = 0;
  for (const { shop, conditions } of some) {
    const instants = midnightsOf(shop);
    const references = instants.map((now) => referenceOf(shopThen(shop, now)));
    for (const condition of asked(conditions)) {
      const expected = references.map((reference) => reference.members(condition));
      if (new Set(expected.map(textOf)).size > 1) changing += 1;
      const ways = await loaded.past(shop, condition, instants);
      for (const [way, answered] of Object.entries(ways)) {
        const wrong = instants.findIndex((_, place) => textOf(answered[place]) !== textOf(expected[place]));
        if (wrong !== -1) expect.fail(wordsOf(shop, condition, instants[wrong], way, expected[wrong], answered[wrong]));
      }
    }
  }
  return changing;
}

function midnightsOf({ now, timeZone, number, profiles }: RandomShop): Instant[] {
  const random = new Random(number);
  const { orders = [] } = profiles.find((profile) => profile.orders.length > 0) ?? {};
  const [{ placedAt } = { placedAt: now }] = orders;
  const first = addToDay(dayOf(random.pick([placedAt, now]), timeZone), -random.whole(1, MIDNIGHTS - 1), 'd');
  return Array.from({ length: MIDNIGHTS }, (_, nth) => startOfDay(addToDay(first, nth, 'd'), timeZone));
}

const textOf = (ids: ReadonlySet<string> | undefined) => [...(ids ?? [])].sort().join(' ');

function wordsOf(
  shop: RandomShop,
  condition: Condition,
  at: Instant | undefined,
  way: string,
  expected: ReadonlySet<string> | undefined,
  answered: ReadonlySet<string> | undefined,
): string {
  const differ = shop.profiles.filter(({ id }) => expected?.has(id) !== answered?.has(id));
  return [
    `seed ${SEED}, shop ${shop.number} (${shop.timeZone}, ${shop.currency}), ${way}, at ${at}: ${printCondition(condition)}`,
    `reference: ${textOf(expected)}`,
    `engine:    ${textOf(answered)}`,
    ...[...shop.segments].map(([handle, segment]) => `segment ${handle}: ${printCondition(segment)}`),
    ...differ.slice(0, 1).map((profile) => JSON.stringify(profile)),
  ].join('\n');
}
