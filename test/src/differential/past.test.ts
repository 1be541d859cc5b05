import { addToDay, dayOf, type Instant, startOfDay } from '@clientele/model';
import { type Condition, printCondition } from '@clientele/segmentation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EngineUnderTest, type LoadedShops } from './engine-under-test.js';
import { shopThen, withPast } from './past.js';
import { referenceOf } from './question.js';
import { Random } from './random.js';
import type { RandomShop } from './random-shop.js';
import { drawSample } from './sample.js';

const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261122);
/** So many shops, of those drawn in which somebody is likely to come or go. */
const SHOPS = process.env.CLIENTELE_TEST_LONG === '1' ? 100 : 5;
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
  let partial = 0;
  for (const { shop, conditions } of cases) {
    const instants = midnightsOf(shop);
    const references = instants.map((now) => referenceOf(shopThen(shop, now)));
    for (const condition of conditions) {
      const expected = references.map((reference) => reference.members(condition));
      if (new Set(expected.map(textOf)).size > 1) partial += 1;
      for (const everyDay of [true, false]) {
        const answered = await loaded.past(shop, condition, instants, everyDay);
        const wrong = instants.findIndex((_, place) => textOf(answered[place]) !== textOf(expected[place]));
        if (wrong !== -1)
          expect.fail(wordsOf(shop, condition, instants[wrong], everyDay, expected[wrong], answered[wrong]));
      }
    }
  }
  expect(partial).toBeGreaterThan(1);
  console.log(
    `${partial} queries of ${cases.reduce((sum, one) => sum + one.conditions.length, 0)} change their answers`,
  );
}, 3_600_000);

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
  everyDay: boolean,
  expected: ReadonlySet<string> | undefined,
  answered: ReadonlySet<string> | undefined,
): string {
  const differ = shop.profiles.filter(({ id }) => expected?.has(id) !== answered?.has(id));
  return [
    `seed ${SEED}, shop ${shop.number} (${shop.timeZone}, ${shop.currency}), ${everyDay ? 'every day' : 'on turning days'}, at ${at}: ${printCondition(condition)}`,
    `reference: ${textOf(expected)}`,
    `engine:    ${textOf(answered)}`,
    ...[...shop.segments].map(([handle, segment]) => `segment ${handle}: ${printCondition(segment)}`),
    ...differ.slice(0, 1).map((profile) => JSON.stringify(profile)),
  ].join('\n');
}
