import { type Address, type Day, dayOfNumber } from '@clientele/model';
import { type CountryCode, country, randomAddress } from './countries.js';
import { BLOCK, type Household, householdCountry, householdOf, placeOf } from './household.js';
import { NAMES, transliterated } from './names.js';
import { Random, STREAMS } from './random.js';
import { type Setting, uniqueNumber } from './setting.js';

/** Something that is one thing until a day (an index into the world's days) and another from that day on. */
export interface Changing<T> {
  readonly first: T;
  readonly later: T;
  /** Never, when null: then both are the same. */
  readonly from: number | null;
}

/** One person as they truly are, whatever the records say. */
export interface Person {
  readonly index: number;
  /** The index of the first person of the home. */
  readonly household: number;
  readonly householdSize: number;
  readonly female: boolean;
  readonly givenName: string;
  readonly familyName: Changing<string>;
  readonly birthDate: Day;
  readonly country: CountryCode;
  readonly language: string;
  readonly email: string;
  /** The home's common mailbox, if it has one. */
  readonly householdEmail: string | null;
  readonly mobile: Changing<string>;
  /** Whether the later number belonged to another person before. */
  readonly mobileWasAnothers: boolean;
  readonly landline: string;
  readonly address: Changing<Address>;
  /** The fingerprint of the card that pays, in one source's words. */
  readonly card: string;
  readonly sharesCard: boolean;
  /** Whether parent or child in the same home has the same full name. */
  readonly junior: boolean;
  readonly loyaltyCard: string;
  /** The name of the account in the shop's own login, which the app uses. */
  readonly login: string;
}

export function personOf(setting: Setting, index: number): Person {
  const household = householdOf(setting, index);
  const random = new Random(setting.seed, index, STREAMS.person);
  const position = index - household.head;
  const junior = household.junior && !household.flatmates && household.size > 2 && (position === 0 || position === 2);
  const female = household.flatmates ? random.chance(0.5) : sexOf(random, household, position);
  const given = junior ? new Random(setting.seed, household.head, STREAMS.person) : random;
  const pool = household.flatmates ? NAMES[country(household.country).names] : household.names;
  const givenName = given.pickSkewed(female ? pool.female : pool.male);
  const familyName = familyNameOf(random, setting, household, female, position);
  const { mobile, wasAnothers } = mobileOf(setting, index, household.country);
  const landline = household.landline;
  return {
    index,
    household: household.head,
    householdSize: household.size,
    female,
    givenName,
    familyName,
    birthDate: birthDateOf(random, setting, household, position),
    country: household.country,
    language: country(household.country).language,
    email: emailOf(random, givenName, familyName.first, index),
    householdEmail: household.sharesEmail
      ? `${mailbox(household.familyName)}.home${household.head}@post.example`
      : null,
    mobile,
    mobileWasAnothers: wasAnothers,
    landline,
    address: addressOf(random, setting, household, position),
    card: `card${household.sharesCard ? household.head : index}`,
    sharesCard: household.sharesCard,
    junior,
    loyaltyCard: `L${String(index * 7 + 10_000_001)}`,
    login: `u${(index * 2_654_435 + 97).toString(36)}`,
  };
}

/** What is true of a person on a day of the world. */
export function on<T>(thing: Changing<T>, day: number): T {
  return thing.from !== null && day >= thing.from ? thing.later : thing.first;
}

function sexOf(random: Random, household: Household, position: number): boolean {
  const draw = random.unit();
  if (position === 0) return household.headIsFemale;
  if (position === 1) return draw < 0.93 ? !household.headIsFemale : household.headIsFemale;
  return household.junior && position === 2 ? household.headIsFemale : draw < 0.5;
}

function familyNameOf(
  random: Random,
  setting: Setting,
  household: Household,
  female: boolean,
  position: number,
): Changing<string> {
  const own = random.pickSkewed(household.names.family);
  const day = random.below(setting.calendar.length);
  if (household.flatmates) return { first: own, later: own, from: null };
  const shared = { first: household.familyName, later: household.familyName, from: null };
  if (position === 1 && random.chance(0.32)) {
    const takesName = female && own !== household.familyName && random.chance(0.35);
    return takesName ? { first: own, later: household.familyName, from: day } : { first: own, later: own, from: null };
  }
  const marries = household.size === 1 && female && own !== household.familyName && random.chance(0.03);
  return marries ? { first: household.familyName, later: own, from: day } : shared;
}

function birthDateOf(random: Random, setting: Setting, household: Household, position: number): Day {
  const isChild = position >= 2 && !household.flatmates;
  const hasChildren = household.size > 2 && !household.flatmates;
  const age = isChild ? random.between(16, 24) : hasChildren ? random.between(42, 60) : random.between(20, 78);
  return dayOfNumber(setting.calendar.first - Math.floor((age + random.unit()) * 365.25));
}

function addressOf(random: Random, setting: Setting, household: Household, position: number): Changing<Address> {
  const [first, second] = household.addresses;
  const leavesHome = (household.flatmates || position >= 2) && random.chance(0.15);
  if (leavesHome) {
    return { first, later: randomAddress(random, household.country), from: random.below(setting.calendar.length) };
  }
  return household.movesOn === null
    ? { first, later: first, from: null }
    : { first, later: second, from: household.movesOn };
}

/** Mailboxes carry the person's index, so that no two people have one address by accident. */
function emailOf(random: Random, givenName: string, familyName: string, index: number): string {
  const given = mailbox(givenName);
  const family = mailbox(familyName);
  const local = random.pick([
    `${given}.${family}${index}`,
    `${given}${family}${index}`,
    `${given.slice(0, 1)}.${family}${index}`,
  ]);
  const provider = random.weighted({ 'gmail.com': 40, 'post.example': 25, 'mail.example': 20, 'web.example': 15 });
  return `${local}@${provider}`;
}

function mailbox(name: string): string {
  return transliterated(name)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

/** A person's first number and whether, and when, they give it up. */
function nativeMobile(setting: Setting, index: number) {
  const random = new Random(setting.seed, index, STREAMS.mobile);
  const givesUp = random.chance(0.08) ? random.below(setting.calendar.length) : null;
  return { givesUp, handedOn: random.chance(0.5), random };
}

/** A number that is given up goes, half the time, to the person of the same place in the next block some months later. */
function mobileOf(setting: Setting, index: number, code: CountryCode) {
  const range = country(code).mobile;
  const own = nativeMobile(setting, index);
  const first = uniqueNumber(range, index);
  if (index >= BLOCK) {
    const before = index - BLOCK;
    const previous = nativeMobile(setting, before);
    if (previous.givesUp !== null && previous.handedOn && countryOf(setting, before) === code) {
      const from = previous.givesUp + own.random.between(30, 120);
      return { mobile: { first, later: uniqueNumber(range, before), from }, wasAnothers: true };
    }
  }
  return {
    mobile: { first, later: own.givesUp === null ? first : uniqueNumber(range, index, true), from: own.givesUp },
    wasAnothers: false,
  };
}

function countryOf(setting: Setting, index: number): CountryCode {
  const { head } = placeOf(setting, index);
  return householdCountry(setting, new Random(setting.seed, head, STREAMS.household));
}
