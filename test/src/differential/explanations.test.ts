import { addToDay, dayOf, type Instant, instantOfMs, msOfInstant, shopId, startOfDay } from '@clientele/model';
import {
  type Condition,
  DEFAULT_RFM,
  explainMembership,
  type PlainProfile,
  printCondition,
  type ReferenceContext,
  referenceShop,
  requiredCutoffs,
} from '@clientele/segmentation';
import { expect, it } from 'vitest';
import { checked } from './question.js';
import { Random } from './random.js';
import { Deck, randomCondition } from './random-condition.js';
import { CUSTOM_TYPES_OF_SHOPS } from './random-profile.js';
import { type RandomShop, randomShop } from './random-shop.js';
import { ShopValues } from './shop-values.js';

const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261122);
const SHOPS = Number(process.env.CLIENTELE_EXPLAINED_SHOPS ?? 16);
const HOUR = 3_600_000;

/** A shop as explanations see it; nothing that is asked needs cut-offs. */
function contextOf({ now, timeZone, currency, products }: RandomShop): ReferenceContext {
  const shop = { id: shopId('random'), timeZone, currency, products };
  return { shop, now, segments: new Map(), customTypes: CUSTOM_TYPES_OF_SHOPS };
}

const SINGLE = 3;

/** Some profiles of random shops with conditions over the whole language, at most so many levels below a tree. */
function* explained(random: Random, depth: number) {
  const deck = new Deck();
  for (let number = 1; number <= SHOPS; number += 1) {
    const shop = randomShop(random, number);
    const values = new ShopValues(shop);
    const conditions = Array.from({ length: 12 }, () => checked(randomCondition(random, values, deck, [], depth)));
    const askable = conditions.filter((condition) => requiredCutoffs(condition, DEFAULT_RFM).length === 0);
    for (const profile of shop.profiles.slice(0, 3)) {
      for (const condition of askable) yield { shop, profile, condition, context: contextOf(shop) };
    }
  }
}

/** Midnights and half hours ahead, near ones more often. */
function timesAhead(random: Random, { now, timeZone }: RandomShop): Instant[] {
  const midnights = Array.from({ length: 25 }, () => {
    const days = random.chance(0.6) ? random.whole(1, 40) : random.whole(1, 400);
    return startOfDay(addToDay(dayOf(now, timeZone), days, 'd'), timeZone);
  });
  const others = Array.from({ length: 25 }, () =>
    instantOfMs(msOfInstant(now) + random.whole(1, random.pick([48, 2_000])) * (HOUR / 2) + random.whole(0, 2_000)),
  );
  return [...midnights, ...others].sort((a, b) => msOfInstant(a) - msOfInstant(b));
}

function isMember(condition: Condition, profile: PlainProfile, context: ReferenceContext): boolean {
  return referenceShop([profile], context).members(condition).size > 0;
}

it(`an answer changes when an explanation says, and not before (seed ${SEED})`, () => {
  const random = new Random(SEED);
  let [changing, staying] = [0, 0];
  for (const { shop, profile, condition, context } of explained(random, SINGLE - 1)) {
    const { member, changesAtTime, staysForDays } = explainMembership(condition, profile, context);
    const at = (now: Instant) => isMember(condition, profile, { ...context, now });
    const said = `${printCondition(condition)}\nnow ${shop.now} in ${shop.timeZone}, said ${changesAtTime}`;
    if (changesAtTime !== null) {
      changing += 1;
      expect(at(changesAtTime), said).toBe(!member);
      expect(at(instantOfMs(msOfInstant(changesAtTime) - 1)), said).toBe(member);
    } else if (staysForDays !== null) staying += 1;
    else continue;
    for (const time of timesAhead(random, shop)) {
      if (changesAtTime !== null && msOfInstant(time) >= msOfInstant(changesAtTime)) break;
      expect(at(time), `${said}, at ${time}`).toBe(member);
    }
  }
  expect(changing).toBeGreaterThan(20);
  expect(staying).toBeGreaterThan(20);
});

/** What else is known of a profile may change with its records. */
const OF_ATTRIBUTES = /"kind":"(attribute|anniversary)"/;
const NO_RECORDS = { orders: [], refunds: [], events: [] };

it(`without the evidence of a condition, it is as if nothing had happened (seed ${SEED})`, () => {
  const random = new Random(SEED + 1);
  const turned = new Map<string, number>();
  for (const { profile, condition, context } of explained(random, SINGLE)) {
    if (OF_ATTRIBUTES.test(JSON.stringify(condition))) continue;
    const [told] = explainMembership(condition, profile, context).conditions;
    if (told === undefined) throw new Error('nothing was explained');
    const bare = isMember(condition, { ...profile, ...NO_RECORDS }, context);
    if (told.holds === bare) continue;
    const isEvidence = (kind: string, { connection, externalId }: { connection: string; externalId: string }) =>
      told.evidence.some((one) => one.kind === kind && one.connection === connection && one.externalId === externalId);
    const left = {
      ...profile,
      orders: profile.orders.filter((order) => !isEvidence('order', order)),
      refunds: profile.refunds.filter((refund) => !isEvidence('refund', refund)),
      events: profile.events.filter((event) => !isEvidence('event', event)),
    };
    expect(isMember(condition, left, context), `${told.text}\n${JSON.stringify(told.evidence)}`).toBe(bare);
    const about = 'rows' in condition ? condition.rows.name.replace(/\..*/, '') : condition.kind;
    turned.set(about, (turned.get(about) ?? 0) + 1);
  }
  for (const about of ['orders_placed', 'products_purchased', 'refunds_received', 'events', 'test', 'sequence']) {
    expect(turned.get(about) ?? 0, about).toBeGreaterThan(0);
  }
});
