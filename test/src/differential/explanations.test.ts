import { addToDay, dayOf, type Instant, instantOfMs, msOfInstant, shopId, startOfDay } from '@clientele/model';
import {
  CATALOGUE,
  type Condition,
  type CutoffKey,
  cutoffOfKey,
  DEFAULT_RFM,
  type Evidence,
  explainMembership,
  type FrozenCutoffs,
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
const LONG = process.env.CLIENTELE_TEST_LONG === '1';
const SHOPS = LONG ? 200 : 16;
const PEOPLE = LONG ? 4 : 3;
const TIMEOUT = LONG ? 1_800_000 : 60_000;
const HOUR = 3_600_000;

/** A shop as explanations see it. */
function contextOf({ now, timeZone, currency, products, rfm = DEFAULT_RFM, lists }: RandomShop): ReferenceContext {
  const shop = { id: shopId('random'), timeZone, currency, products };
  return { shop, now, segments: new Map(), customTypes: CUSTOM_TYPES_OF_SHOPS, rfm, lists };
}

/** Cut-offs as a day may have frozen them. */
function randomCutoffs(random: Random, keys: readonly CutoffKey[], { now, timeZone }: RandomShop): FrozenCutoffs {
  const daysAgo = (days: number) => addToDay(dayOf(now, timeZone), -days, 'd');
  const valuesOf = (key: CutoffKey) => {
    const of = cutoffOfKey(key);
    if (of.kind === 'percentile') return [random.pick(['0', '1', '2', '33.5', '100/3'])];
    return /_date$/.test(of.trait) ? [700, 90, 30, 3].map(daysAgo) : ['1', '2', '10', '33.5'];
  };
  return new Map(keys.map((key) => [key, valuesOf(key)]));
}

const SINGLE = 3;

/** Some profiles of random shops with conditions over the whole language, at most so many levels below a tree. */
function* explained(random: Random, depth: number) {
  const deck = new Deck();
  for (let number = 1; number <= SHOPS; number += 1) {
    const shop = randomShop(random, number);
    const values = new ShopValues(shop);
    const shown = contextOf(shop);
    const conditions = Array.from({ length: 12 }, () => {
      const condition = checked(randomCondition(random, values, deck, [], depth));
      const keys = requiredCutoffs(condition, shop.rfm ?? DEFAULT_RFM);
      return { condition, context: { ...shown, cutoffs: randomCutoffs(random, keys, shop) } };
    });
    for (const profile of shop.profiles.slice(0, PEOPLE)) {
      for (const asked of conditions) yield { shop, profile, ...asked };
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

it(`an answer changes when an explanation says, and not before (seed ${SEED})`, { timeout: TIMEOUT }, () => {
  const random = new Random(SEED);
  let [changing, staying] = [0, 0];
  for (const { shop, profile, condition, context } of explained(random, SINGLE - 1)) {
    // Cut-offs are taken as they are, while those of other days are others.
    if (context.cutoffs.size > 0) continue;
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
  expect(changing).toBeGreaterThan(8);
  expect(staying).toBeGreaterThan(20);
});

const NO_RECORDS = { orders: [], refunds: [], events: [] };

it(`without the evidence of a condition, it is the other way round (seed ${SEED})`, { timeout: TIMEOUT }, () => {
  const random = new Random(SEED + 1);
  const turned = new Map<string, number>();
  for (const { profile, condition, context } of explained(random, SINGLE)) {
    const [told] = explainMembership(condition, profile, context).conditions;
    if (told === undefined) throw new Error('nothing was explained');
    const ofKind = (kind: Evidence['kind']) => told.evidence.filter((one) => one.kind === kind);
    for (const kind of ['order', 'refund', 'event'] as const) {
      expect(ofKind(kind), `${told.text}: ${kind}`).toHaveLength(told.evidenceCounts[kind]);
    }
    // What would be the same of somebody who never did anything rests on no record.
    const bare = isMember(condition, { ...profile, ...NO_RECORDS }, context);
    if (told.holds === bare) continue;
    const isEvidence = (
      kind: Evidence['kind'],
      { connection, externalId }: { connection: string; externalId: string },
    ) => ofKind(kind).some((one) => one.connection === connection && one.externalId === externalId);
    const left = {
      ...profile,
      orders: profile.orders.filter((order) => !isEvidence('order', order)),
      refunds: profile.refunds.filter((refund) => !isEvidence('refund', refund)),
      events: profile.events.filter((event) => !isEvidence('event', event)),
    };
    const said = `${told.text}\nnow ${context.now}\n${JSON.stringify(told.evidence)}`;
    expect(isMember(condition, left, context), said).toBe(bare);
    for (const name of namesIn(condition)) turned.set(name, (turned.get(name) ?? 0) + 1);
  }
  for (const name of ['orders_placed', 'products_purchased', 'refunds_received', 'events', 'sequence']) {
    expect(turned.get(name) ?? 0, name).toBeGreaterThan(0);
  }
  const attributes = [...CATALOGUE.attributes.values()].filter(({ aboutOrders }) => aboutOrders);
  const missed = attributes.filter(({ name }) => !turned.has(name)).map(({ name }) => name);
  if (LONG) expect(missed).toEqual([]);
  else expect(missed.length).toBeLessThan(attributes.length / 2);
});

/** The rows, attributes and forms that a condition is about. */
function namesIn(condition: Condition): Set<string> {
  const names = [...JSON.stringify(condition).matchAll(/"name":"(\w+)/g)].map(([, name = '']) => name);
  return new Set([condition.kind, ...names]);
}
