import { CATEGORIES, type Category } from './catalogue.js';
import type { SalesChannel } from './channels.js';
import { OCCASIONS, type Occasion } from './occasions.js';
import type { Person } from './person.js';
import { Random, STREAMS } from './random.js';
import type { Setting } from './setting.js';

/** How a person buys: what a model of purchases would like to know and never sees. */
export interface Shopper {
  /** A `prospect` has looked and never bought; a `reader` only gets the newsletter. */
  readonly role: 'buyer' | 'prospect' | 'reader';
  /** Index of the day of the first purchase, or of signing up. */
  readonly joinedOn: number;
  /** Index of the day after which nothing is bought any more; often beyond the end of the world. */
  readonly leavesOn: number;
  /** Mean orders a year while a customer, outside occasions. */
  readonly ordersPerYear: number;
  /** Buys staples at regular distances rather than at random. */
  readonly regular: boolean;
  /** The home channel first. */
  readonly channels: readonly SalesChannel[];
  readonly favourites: readonly Category[];
  /** 0 buys the cheapest of a kind, 1 the dearest. */
  readonly taste: number;
  /** Mean lines an order beyond the first. */
  readonly extraLines: number;
  /** 0 pays the list price gladly, 1 waits for a discount. */
  readonly priceSensitivity: number;
  /** Probability that a line comes back. */
  readonly returnRate: number;
  /** Each is kept in 85 % of the years. */
  readonly occasions: readonly Occasion[];
  /** Who gets the presents, and their birthday. */
  readonly giftsFor: number;
  readonly birthdayOfAnother: readonly [month: number, day: number];
  readonly webAccount: boolean;
  readonly secondStoreAccount: boolean;
  readonly loyaltyCard: boolean;
  /** Whether the web account and the app use one login. */
  readonly oneLogin: boolean;
  readonly newsletter: boolean;
}

const HOME_CHANNELS: Readonly<Record<SalesChannel, number>> = {
  web: 44,
  tills: 22,
  'second-store': 14,
  marketplace: 12,
  app: 8,
};

/** How many more channels people use. */
const EXTRA_CHANNELS = [0, 1, 1, 1, 2, 2, 3];

const OCCASION_RATES: Readonly<Record<Occasion, number>> = {
  christmas: 0.3,
  mothers_day: 0.14,
  valentine: 0.08,
  back_to_school: 0.08,
  birthday_of_another: 0.12,
  own_birthday: 0.05,
};

/** Purchases are Pareto/NBD: gamma-distributed rates, gamma-distributed chances of leaving for good. */
export function shopperOf(setting: Setting, person: Person): Shopper {
  const random = new Random(setting.seed, person.index, STREAMS.shopper);
  const draw = random.unit();
  const role = draw < 0.07 ? 'reader' : draw < 0.14 ? 'prospect' : 'buyer';
  const joinedOn = random.below(setting.calendar.length);
  const leavingPerYear = random.gamma(0.7, 0.75);
  const channels = channelsOf(random);
  const regular = random.chance(0.22);
  const staples = CATEGORIES.filter((category) => category.staple);
  return {
    role,
    joinedOn,
    leavesOn: joinedOn + Math.floor(random.exponential(365 / Math.max(leavingPerYear, 0.001))),
    ordersPerYear: Math.min(random.gamma(1.1, 3.6), 40),
    regular,
    channels,
    favourites: [random.pick(regular ? staples : CATEGORIES), random.pick(CATEGORIES), random.pick(CATEGORIES)],
    taste: random.unit() ** 1.6,
    extraLines: Math.min(random.gamma(1.2, 0.8), 6),
    priceSensitivity: priceSensitivityOf(random),
    returnRate: random.chance(0.05) ? 0.35 : Math.min(random.gamma(0.8, 0.045), 0.3),
    occasions: OCCASIONS.filter((occasion) => random.chance(OCCASION_RATES[occasion])),
    giftsFor: random.below(setting.people),
    birthdayOfAnother: [random.between(1, 12), random.between(1, 28)],
    webAccount: random.chance(0.6),
    secondStoreAccount: random.chance(0.5),
    loyaltyCard: random.chance(0.4),
    oneLogin: random.chance(0.8),
    newsletter: random.chance(0.2),
  };
}

function channelsOf(random: Random): SalesChannel[] {
  const home = random.weighted(HOME_CHANNELS);
  const channels: SalesChannel[] = [home];
  for (let extras = random.pick(EXTRA_CHANNELS); extras > 0; ) {
    const channel = random.weighted(HOME_CHANNELS);
    if (channels.includes(channel)) continue;
    channels.push(channel);
    extras -= 1;
  }
  return channels;
}

function priceSensitivityOf(random: Random): number {
  const draw = random.unit();
  if (draw < 0.3) return 0;
  return draw < 0.8 ? random.unit() * 0.4 : 0.6 + random.unit() * 0.4;
}
