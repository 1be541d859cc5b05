import { addToDay, dayOf, type Instant, instantOfMs, msOfInstant, startOfDay } from '@clientele/model';
import { type Condition, DEFAULT_RFM, freshnessOf, printCondition } from '@clientele/segmentation';
import { expect, it } from 'vitest';
import { checked, referenceOf } from './question.js';
import { Random } from './random.js';
import { Deck, randomCondition } from './random-condition.js';
import { type RandomShop, randomShop } from './random-shop.js';
import { ShopValues } from './shop-values.js';

const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261122);
const LONG = process.env.CLIENTELE_TEST_LONG === '1';
const SHOPS = LONG ? 200 : 20;
const QUESTIONS = 40;

/** Times of the shop's day, its first and last moment among them. */
function timesOfDay(random: Random, { now, timeZone }: RandomShop): Instant[] {
  const today = dayOf(now, timeZone);
  const first = msOfInstant(startOfDay(today, timeZone));
  const last = msOfInstant(startOfDay(addToDay(today, 1, 'd'), timeZone)) - 1;
  return [first, random.whole(first, last), last].map(instantOfMs);
}

/** Days to weeks from now, at any time of the day. */
function otherTimes(random: Random, { now }: RandomShop): Instant[] {
  return random.several(3, 5, () => instantOfMs(msOfInstant(now) + random.whole(-40 * 86_400_000, 40 * 86_400_000)));
}

it(`members change by themselves only when their freshness says so (seed ${SEED})`, {
  timeout: LONG ? 1_800_000 : 60_000,
}, () => {
  const random = new Random(SEED);
  const deck = new Deck();
  const turned = { never: 0, day: 0, moment: 0 };
  const asked = { never: 0, day: 0, moment: 0 };
  for (let number = 1; number <= SHOPS; number += 1) {
    const shop = randomShop(random, number);
    const values = new ShopValues(shop);
    for (let made = 0; made < QUESTIONS; made += 1) {
      const condition = checked(randomCondition(random, values, deck, [], 2));
      const { time, cutoffs } = freshnessOf(condition, new Map(), DEFAULT_RFM);
      if (cutoffs) continue;
      asked[time] += 1;
      const still = time === 'never' ? otherTimes(random, shop) : time === 'day' ? timesOfDay(random, shop) : [];
      const answers = new Set([shop.now, ...still].map((now) => membersAt(shop, condition, now)));
      if (answers.size > 1) expect.fail(`shop ${number}, ${time}: ${printCondition(condition)}`);
      const others = otherTimes(random, shop).map((now) => membersAt(shop, condition, now));
      if (new Set([...answers, ...others]).size > 1) turned[time] += 1;
    }
  }
  expect(turned.never).toBe(0);
  // What is said to turn does so often enough that the test would notice if it were said of what stands still.
  for (const time of ['day', 'moment'] as const) expect(turned[time]).toBeGreaterThan(asked[time] / 5);
  expect(asked.never).toBeGreaterThan(50);
});

function membersAt(shop: RandomShop, condition: Condition, now: Instant): string {
  return [...referenceOf({ ...shop, now }).members(condition)].join(' ');
}
