import type { Address } from '@clientele/model';
import { type CountryCode, country, randomAddress } from './countries.js';
import { NAMES, type NamePool } from './names.js';
import { Random, STREAMS } from './random.js';
import { type Setting, uniqueNumber } from './setting.js';

/** Households are laid out in blocks of people, so that one person's needs no other block. */
export const BLOCK = 12;

const SIZES = [1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 5];

/** A home of people who share an address and, often, a telephone, an e-mail address, a card and a surname. */
export interface Household {
  /** The index of its first person names it. */
  readonly head: number;
  readonly size: number;
  readonly country: CountryCode;
  readonly names: NamePool;
  readonly familyName: string;
  readonly headIsFemale: boolean;
  /** People who share a home and nothing else. */
  readonly flatmates: boolean;
  /** Parent and child have the same full name. */
  readonly junior: boolean;
  readonly landline: string;
  /** One mailbox for all, used by some of them. */
  readonly sharesEmail: boolean;
  readonly sharesCard: boolean;
  /** Index of the day on which all move to the second address. */
  readonly movesOn: number | null;
  readonly addresses: readonly [Address, Address];
}

/** Which household a person belongs to, and their place in it, the head's being 0. */
export function placeOf(setting: Setting, index: number): { readonly head: number; readonly size: number } {
  const block = Math.floor(index / BLOCK);
  const random = new Random(setting.seed, block, STREAMS.households);
  const end = Math.min((block + 1) * BLOCK, setting.people);
  let head = block * BLOCK;
  for (;;) {
    const size = random.pick(SIZES);
    if (index < head + size) return { head, size: Math.min(size, end - head) };
    head += size;
  }
}

export function householdOf(setting: Setting, index: number): Household {
  const { head, size } = placeOf(setting, index);
  const random = new Random(setting.seed, head, STREAMS.household);
  const code = householdCountry(setting, random);
  const place = country(code);
  const names = NAMES[random.chance(0.12) ? 'world' : place.names];
  return {
    head,
    size,
    country: code,
    names,
    familyName: random.pickSkewed(names.family),
    headIsFemale: random.chance(0.55),
    flatmates: size > 1 && random.chance(0.12),
    junior: random.chance(0.07),
    landline: uniqueNumber(place.landline, head),
    sharesEmail: size > 1 && random.chance(0.25),
    sharesCard: size > 1 && random.chance(0.4),
    movesOn: random.chance(0.08) ? random.below(setting.calendar.length) : null,
    addresses: [randomAddress(random, code), randomAddress(random, code)],
  };
}

/** The first draw of a household; separate, because a telephone number needs no more of somebody else's. */
export function householdCountry(setting: Setting, random: Random): CountryCode {
  if (random.chance(0.6)) return setting.homeCountry;
  return random.weighted({ GB: 10, DE: 10, US: 8, FR: 6, NL: 3, ES: 3, CA: 3 });
}
