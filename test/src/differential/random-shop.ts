import {
  addToDay,
  type Instant,
  instant,
  instantOfMs,
  msOfInstant,
  type ProductRecord,
  startOfDay,
  type TimeZone,
} from '@clientele/model';
import {
  type Condition,
  type FrozenCutoffs,
  type HoldOutSplit,
  type ListedPerson,
  type Lists,
  type PlainProfile,
  RFM_GROUPS,
  RFM_TRAITS,
  type RfmConfiguration,
} from '@clientele/segmentation';
import { Random } from './random.js';
import { anchorDay, momentsAround, ZONES } from './random-moments.js';
import { randomPools, randomProducts, randomProfile } from './random-profile.js';

/** A small shop, complete: what both sides of the comparison are asked about. */
export interface RandomShop {
  readonly number: number;
  readonly timeZone: TimeZone;
  readonly currency: string;
  readonly now: Instant;
  /** Undefined for the documented settings. */
  readonly rfm: RfmConfiguration | undefined;
  readonly profiles: readonly PlainProfile[];
  readonly products: ReadonlyMap<string, ReadonlyMap<string, ProductRecord>>;
  readonly segments: ReadonlyMap<string, Condition>;
  /** What was decided by hand about the segments that it may have. */
  readonly lists: Lists;
  readonly holdOut: HoldOutSplit | undefined;
  /** Cut-offs that were frozen earlier in the day. */
  readonly frozen: FrozenCutoffs;
}

const MOST_PROFILES = 30;
const START = instant('2024-01-01T00:00:00Z');

/** A shop of 0 to 30 profiles whose orders crowd around one day; its clock stands on that day or up to a year later. */
export function randomShop(random: Random, number: number): RandomShop {
  const timeZone = ZONES[number % ZONES.length] ?? random.pick(ZONES);
  const currency = random.pick(['GBP', 'EUR', 'JPY']);
  const anchor = anchorDay(random, timeZone);
  const pools = randomPools(random, currency, momentsAround(random, anchor, timeZone));
  let ids = 0;
  const nextId = (): string => {
    ids += 1;
    return `${ids}`;
  };
  const size = random.chance(0.03) ? 0 : random.whole(1, random.pick([3, 12, MOST_PROFILES]));
  const today = addToDay(anchor, random.pick([0, 1, 2, 7, 31, 90, random.whole(0, 400)]), 'd');
  const profiles = Array.from({ length: size }, (_, index) => randomProfile(random, `${index + 1}`, pools, nextId));
  return {
    number,
    timeZone,
    currency,
    ...randomDecisions(number, profiles),
    now: instantOfMs(msOfInstant(startOfDay(today, timeZone)) + random.pick([0, -1, random.whole(0, 86_400_000)])),
    rfm: random.maybe(0.2, () => randomRfm(random)),
    profiles,
    products: randomProducts(random, pools),
    segments: new Map(),
    frozen: new Map(),
  };
}

/** By its number alone, so that what else is drawn of a shop stays as it is. */
function randomDecisions(number: number, profiles: readonly PlainProfile[]): Pick<RandomShop, 'lists' | 'holdOut'> {
  const random = new Random(number);
  const decision = (as: ListedPerson['as']) => ({ as, at: START, by: 'somebody', reason: '' });
  // Both, where there is a customer record for each.
  const decided = (profile: PlainProfile) =>
    profile.customers.length > 1 && random.chance(0.3)
      ? [decision('added'), decision('excluded')]
      : [decision(random.pick(['added', 'excluded']))];
  const list = () =>
    new Map(profiles.filter(() => random.chance(0.5)).map((profile) => [profile.id, decided(profile)]));
  return {
    lists: new Map([
      ['first', list()],
      ['second', list()],
    ]),
    holdOut: random.maybe(0.8, () => ({ salt: `salt ${number}`, percent: random.pick(['10', '50', '66.6', '100']) })),
  };
}

function randomRfm(random: Random): RfmConfiguration {
  const groups = RFM_GROUPS.filter((group) => group !== 'PROSPECTS');
  return {
    traits: {
      recency: random.pick(RFM_TRAITS.recency),
      frequency: random.pick(RFM_TRAITS.frequency),
      monetary: random.pick(RFM_TRAITS.monetary),
    },
    grid: Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => random.pick(groups))),
  };
}
