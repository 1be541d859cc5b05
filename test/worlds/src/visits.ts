import { BUSIEST } from './calendar.js';
import type { SalesChannel } from './channels.js';
import { LEADS, type Occasion, occasionDay } from './occasions.js';
import type { Person } from './person.js';
import type { Random } from './random.js';
import type { Setting } from './setting.js';
import type { Shopper } from './shopper.js';

/** A time at which somebody buys. */
export interface Visit {
  /** Index of the day. */
  readonly day: number;
  readonly ms: number;
  readonly channel: SalesChannel;
  readonly occasion: Occasion | null;
  readonly gift: boolean;
}

const KEPT_OCCASIONS = 0.85;
const STRAY_GIFTS = 0.05;
/** Order ids hold as many. */
const MOST_VISITS = 500;
/** Regular customers' gaps are sums of this many exponential parts (Erlang). */
const REGULARITY = 4;

/** All purchases of a buyer, in time order. */
export function visitsOf(setting: Setting, person: Person, shopper: Shopper, random: Random): Visit[] {
  if (shopper.role !== 'buyer') return [];
  const plain = plainDays(setting, shopper, random).map((day) => ({
    day,
    occasion: null,
    gift: random.chance(STRAY_GIFTS),
  }));
  return [...plain, ...occasionDays(setting, person, shopper, random)]
    .map(({ day, occasion, gift }) => {
      const channel = channelOf(shopper, random, gift);
      return { day, ms: setting.calendar.ms(day, secondOf(random, channel)), channel, occasion, gift };
    })
    .sort((a, b) => a.ms - b.ms)
    .slice(0, MOST_VISITS);
}

function plainDays(setting: Setting, shopper: Shopper, random: Random): number[] {
  const { calendar } = setting;
  const end = Math.min(calendar.length, shopper.leavesOn + 1);
  const days = [shopper.joinedOn];
  const gap = 365 / shopper.ordersPerYear;
  let time = shopper.joinedOn;
  for (;;) {
    if (shopper.regular) for (let part = 0; part < REGULARITY; part += 1) time += random.exponential(gap / REGULARITY);
    // Drawn as if all months were the busiest, then thinned: a Poisson process with seasons.
    else time += random.exponential(gap / BUSIEST);
    const day = Math.floor(time);
    if (day >= end || days.length >= MOST_VISITS) return days;
    if (shopper.regular || random.chance(calendar.busyness(day) / BUSIEST)) days.push(day);
  }
}

function occasionDays(setting: Setting, person: Person, shopper: Shopper, random: Random) {
  const { calendar } = setting;
  const days: { day: number; occasion: Occasion; gift: boolean }[] = [];
  for (const occasion of shopper.occasions) {
    const own = [Number(person.birthDate.slice(5, 7)), Number(person.birthDate.slice(8, 10))] as const;
    const birthday = occasion === 'own_birthday' ? own : shopper.birthdayOfAnother;
    for (let year = calendar.year(0); year <= calendar.year(calendar.length - 1) + 1; year += 1) {
      const { first, last, gift } = LEADS[occasion];
      const day =
        occasionDay(calendar, occasion, { year, country: person.country, birthday }) - random.between(first, last);
      const isCustomer = day > shopper.joinedOn && day <= shopper.leavesOn && day < calendar.length;
      if (random.chance(KEPT_OCCASIONS) && isCustomer) days.push({ day, occasion, gift });
    }
  }
  return days;
}

function channelOf(shopper: Shopper, random: Random, gift: boolean): SalesChannel {
  const [home, ...others] = shopper.channels as [SalesChannel, ...SalesChannel[]];
  const away = others.length > 0 && random.chance(gift ? 0.35 : 0.45);
  return away ? random.pick(others) : home;
}

/** Tills are open from nine to eight; elsewhere people buy in the evening most, and some at any hour. */
function secondOf(random: Random, channel: SalesChannel): number {
  if (channel === 'tills') return random.between(9 * 3600, 20 * 3600 - 1);
  if (random.chance(0.15)) return random.below(86_400);
  const hour = 7 + 8.5 * (random.unit() + random.unit() ** 0.6);
  return Math.min(Math.floor(hour * 3600), 86_399);
}
