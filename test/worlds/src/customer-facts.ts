import { type Address, type Decimal, decimal, type RecordInput } from '@clientele/model';
import type { Person } from './person.js';
import { Random, STREAMS } from './random.js';
import type { Setting } from './setting.js';

type CustomerInput = Extract<RecordInput, { kind: 'customer' }>;

/** The middle of each city, in hundredths of a degree north and east. */
const CITIES: Readonly<Record<string, readonly [north: number, east: number]>> = {
  London: [5151, -13],
  Leeds: [5380, -155],
  Bristol: [5145, -259],
  Cardiff: [5148, -318],
  Edinburgh: [5595, -319],
  Norwich: [5263, 130],
  Boston: [4236, -7106],
  Denver: [3974, -10499],
  Portland: [4552, -12268],
  Austin: [3027, -9774],
  Chicago: [4188, -8763],
  Berlin: [5252, 1340],
  Hamburg: [5355, 999],
  München: [4814, 1158],
  Köln: [5094, 696],
  Leipzig: [5134, 1237],
  Paris: [4886, 235],
  Lyon: [4576, 484],
  Nantes: [4722, -155],
  Lille: [5063, 306],
  Toronto: [4365, -7938],
  Vancouver: [4928, -12312],
  Halifax: [4465, -6357],
  "St John's": [4756, -5271],
  Madrid: [4042, -370],
  Valencia: [3947, -38],
  Sevilla: [3739, -598],
  Amsterdam: [5237, 490],
  Utrecht: [5209, 512],
  Groningen: [5322, 657],
};

/**
 * What the online store's platform states of an account beside what its owner wrote: from random numbers of their own,
 * so that nothing else of the world depends on them.
 */
export function statedOfAccount(setting: Setting, person: Person, number: number): Partial<CustomerInput> {
  const random = new Random(setting.seed, person.index * 64 + number, STREAMS.facts);
  const { birthDate } = person;
  const tier = random.weighted({ bronze: 70, silver: 22, gold: 8 });
  const stated = {
    accountStatus: random.weighted({ ENABLED: 82, INVITED: 12, DISABLED: 5, DECLINED: 1 }),
    predictedSpendTier: random.weighted({ LOW: 55, MEDIUM: 35, HIGH: 10 }),
    productSubscriptionStatus: random.weighted({
      NEVER_SUBSCRIBED: 84,
      SUBSCRIBED: 9,
      PAUSED: 2,
      CANCELED: 3,
      EXPIRED: 1,
      FAILED: 1,
    }),
    createdByApp: random.weighted({ '580111': 88, '129785': 12 }),
  };
  const isMember = random.chance(0.4);
  const credit = random.chance(0.06) ? [creditOf(setting, random)] : undefined;
  const company = random.chance(0.02) ? [`company-${random.between(1, 12)}`] : undefined;
  return {
    ...stated,
    ...(isMember ? { metafields: { custom: { membership_level: tier }, facts: { birth_date: birthDate } } } : {}),
    ...(credit === undefined ? {} : { storeCredit: credit }),
    ...(company === undefined ? {} : { companyIds: company }),
  };
}

/** What an account's owner likes to tell about themselves. */
export function preferencesOf(setting: Setting, person: Person): Readonly<Record<string, string | number | string[]>> {
  const random = new Random(setting.seed, person.index, STREAMS.facts);
  if (!random.chance(0.3)) return {};
  const shoeSize = random.between(70, 94) / 2;
  const interests = ['gardening', 'cooking', 'hiking', 'reading', 'music'].filter(() => random.chance(0.35));
  return { shoe_size: shoeSize, ...(interests.length === 0 ? {} : { interests }) };
}

/** Where an address is: the same for the same address, some kilometres around the middle of its city. */
export function placeOf(
  setting: Setting,
  { city = '', address1, postcode }: Pick<Address, 'city' | 'address1' | 'postcode'>,
): Address['coordinates'] {
  const middle = CITIES[city];
  if (middle === undefined) return undefined;
  const random = new Random(setting.seed, hashOf(`${address1} ${postcode}`), STREAMS.facts);
  const [latitude, longitude] = middle.map((hundredths) =>
    degrees(hundredths * 10_000 + random.between(-50_000, 50_000)),
  );
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

const MS_PER_DAY = 86_400_000;

function creditOf({ calendar, currency }: Setting, random: Random) {
  const given = calendar.ms(random.below(calendar.length), 12 * 3_600);
  return {
    id: `credit-${random.between(1, 999_999)}`,
    balance: String(random.pick([0, 5, 10, 20, 50])),
    currency,
    lastCredit: calendar.instant(given),
    ...(random.chance(0.7) ? { nextExpiry: calendar.instant(given + random.between(90, 700) * MS_PER_DAY) } : {}),
  };
}

function degrees(millionths: number): Decimal {
  return decimal((millionths / 1_000_000).toFixed(6));
}

function hashOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return hash >>> 0;
}
