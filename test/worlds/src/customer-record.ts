import type { RecordInput } from '@clientele/model';
import type { Connection } from './channels.js';
import { country } from './countries.js';
import { placeOf, preferencesOf, statedOfAccount } from './customer-facts.js';
import { on, type Person, personOf } from './person.js';
import { Random, STREAMS } from './random.js';
import { MOST_PEOPLE, type Setting, scatteredId, uniqueNumber } from './setting.js';
import type { Shopper } from './shopper.js';
import { type Trap, writtenEmail, writtenName, writtenPhone } from './written.js';

type CustomerInput = Extract<RecordInput, { kind: 'customer' }>;

/** The ways in which a shop comes to know somebody. */
export type Desk =
  | 'web_account'
  | 'web_guest'
  | 'newsletter'
  | 'app_account'
  | 'second_account'
  | 'second_guest'
  | 'loyalty'
  | 'receipt'
  | 'marketplace';

interface Form {
  readonly connection: Connection;
  readonly prefix: string;
  readonly guest?: true;
  /** Probabilities that the form has them. */
  readonly email: number;
  readonly phone: number;
  readonly named: boolean;
  readonly address: boolean;
  readonly typos: number;
}

const FORMS: Readonly<Record<Desk, Form>> = {
  web_account: { connection: 'web', prefix: '', email: 1, phone: 0.55, named: true, address: true, typos: 0.004 },
  web_guest: {
    connection: 'web',
    prefix: '',
    guest: true,
    email: 1,
    phone: 0.4,
    named: true,
    address: true,
    typos: 0.03,
  },
  newsletter: { connection: 'web', prefix: 'nl-', email: 1, phone: 0, named: false, address: false, typos: 0.02 },
  app_account: { connection: 'web', prefix: 'app-', email: 1, phone: 0.5, named: true, address: false, typos: 0.004 },
  second_account: {
    connection: 'second-store',
    prefix: 'c',
    email: 1,
    phone: 0.6,
    named: true,
    address: true,
    typos: 0.01,
  },
  second_guest: {
    connection: 'second-store',
    prefix: 'c',
    guest: true,
    email: 1,
    phone: 0.5,
    named: true,
    address: true,
    typos: 0.03,
  },
  loyalty: { connection: 'tills', prefix: 'T', email: 0.45, phone: 0.6, named: true, address: false, typos: 0.04 },
  receipt: { connection: 'tills', prefix: 'T', email: 0.5, phone: 0.25, named: true, address: false, typos: 0.05 },
  marketplace: {
    connection: 'marketplace',
    prefix: 'buyer-',
    email: 0.65,
    phone: 0,
    named: true,
    address: true,
    typos: 0,
  },
};

/** A customer record to be, with all that decides how it looks; versions of it differ only in their day. */
export interface Entry {
  readonly desk: Desk;
  readonly externalId: string;
  readonly connection: Connection;
  readonly number: number;
  readonly createdDay: number;
  readonly createdMs: number;
  /** For a parcel to somebody else whose name and address ended up on the record. */
  readonly recipient: number | null;
}

/** Guests get no more new records beyond it, so that an entry's number stays below 64. */
export const MOST_ENTRIES = 50;

export function entryOf(setting: Setting, person: Person, facts: Omit<Entry, 'connection' | 'externalId'>): Entry {
  const { connection, prefix } = FORMS[facts.desk];
  return { ...facts, connection, externalId: prefix + scatteredId(setting, person.index, facts.number) };
}

/** The record as it stands on a day, and the traps it sets. */
export function customerRecord(
  setting: Setting,
  owner: { readonly person: Person; readonly shopper: Shopper },
  entry: Entry,
  at: { readonly day: number; readonly ms: number },
): { readonly record: CustomerInput; readonly traps: ReadonlySet<Trap> } {
  const { person, shopper } = owner;
  const { desk } = entry;
  const form = FORMS[desk];
  const random = new Random(setting.seed, person.index * 64 + entry.number, STREAMS.record);
  const traps = new Set<Trap>();
  const name = form.named ? writtenName(random, person, at.day, traps) : {};
  const hasEmail = random.chance(form.email);
  const hasPhone = random.chance(form.phone);
  const email = writtenEmail(random, person, form.typos, traps);
  const phone = hasPhone ? writtenPhone(random, person, at.day, traps) : undefined;
  const record: CustomerInput = {
    kind: 'customer',
    externalId: entry.externalId,
    version: { updatedAt: setting.calendar.instant(at.ms) },
    createdAt: setting.calendar.instant(entry.createdMs),
    ...(form.guest === undefined ? {} : { guest: true }),
    ...(hasEmail ? { email } : {}),
    ...(phone === undefined ? {} : { phone }),
    ...name,
  };
  if (form.address) {
    if (person.address.from !== null && at.day >= person.address.from) traps.add('moved');
    record.addresses = [{ name: fullName(record), ...on(person.address, at.day) }];
  }
  if (!hasEmail) dropEmailTraps(traps);
  if (desk === 'newsletter') record.tags = ['newsletter'];
  if (desk === 'web_account') {
    if (random.chance(0.35)) record.birthDate = person.birthDate;
    record.language = person.language;
    record.accounts = [
      ...(shopper.channels.includes('app') && shopper.oneLogin ? [{ realm: 'login', id: person.login }] : []),
      ...(hasLoyalty(shopper) && random.chance(0.4) ? [{ realm: 'loyalty', id: person.loyaltyCard }] : []),
    ];
    if (random.chance(0.5)) {
      record.attributes = { card_fingerprint: person.card };
      if (person.sharesCard) traps.add('household_card');
    }
    if (random.chance(0.02)) record.tags = ['wholesale'];
    record.attributes = { ...record.attributes, ...preferencesOf(setting, person) };
    Object.assign(record, statedOfAccount(setting, person, entry.number));
  }
  if (desk === 'app_account') {
    record.accounts = [{ realm: 'login', id: person.login }];
    if (random.chance(0.25)) {
      dropEmailTraps(traps);
      record.email = `${scatteredId(setting, person.index, 500)}@app-relay.example`;
      traps.add('relay_email');
    }
  }
  if (desk === 'loyalty') {
    record.accounts = [{ realm: 'loyalty', id: person.loyaltyCard }];
    record.tags = ['loyalty'];
    if (random.chance(0.5)) record.birthDate = person.birthDate;
  }
  if (desk === 'marketplace') {
    dropEmailTraps(traps);
    if (hasEmail) record.email = `${scatteredId(setting, person.index, 501)}@relay.marketplace.example`;
    traps.add(hasEmail ? 'relay_email' : 'no_email');
  }
  if (desk === 'receipt') fillInAtTheTill(setting, random, record, traps);
  if (entry.recipient !== null) addressToRecipient(setting, entry.recipient, record, traps, at.day);
  // The platform of the online store looks up where an address is.
  if (form.connection === 'web' && record.addresses !== undefined) {
    record.addresses = record.addresses.map((address) => withPlace(setting, address));
  }
  return { record, traps };
}

type AddressInput = NonNullable<CustomerInput['addresses']>[number];

function withPlace(setting: Setting, address: AddressInput): AddressInput {
  const coordinates = placeOf(setting, address);
  return coordinates === undefined ? address : { ...address, coordinates };
}

export function hasLoyalty(shopper: Shopper): boolean {
  return shopper.loyaltyCard && shopper.channels.includes('tills');
}

function fullName(record: CustomerInput): string {
  return `${record.firstName} ${record.lastName}`;
}

function dropEmailTraps(traps: Set<Trap>): void {
  for (const trap of ['household_email', 'gmail_variant', 'email_typo'] as const) traps.delete(trap);
}

/** A cashier in a hurry types something where the form wants an e-mail address, a number or a name. */
function fillInAtTheTill(setting: Setting, random: Random, record: CustomerInput, traps: Set<Trap>): void {
  const draw = random.unit();
  if (draw < 0.3) {
    dropEmailTraps(traps);
    record.email =
      draw < 0.17
        ? random.pick(['noemail@noemail.example', 'none@none.example', 'no@email.example'])
        : 'tills@shop.example';
    traps.add(draw < 0.17 ? 'placeholder_email' : 'store_email');
  } else if (draw < 0.5) {
    for (const trap of ['household_phone', 'reassigned_phone'] as const) traps.delete(trap);
    record.phone = draw < 0.42 ? random.pick(['0000000000', '0123456789', '1111111111']) : shopPhone(setting);
    traps.add(draw < 0.42 ? 'placeholder_phone' : 'store_phone');
  }
  if (random.chance(0.25)) {
    for (const trap of ['nickname', 'swapped_name', 'transliterated', 'surname_change', 'junior'] as const)
      traps.delete(trap);
    Object.assign(
      record,
      random.pick([
        { firstName: 'Walk-in', lastName: 'Customer' },
        { firstName: 'Guest', lastName: 'Guest' },
      ]),
    );
    traps.add('placeholder_name');
  }
}

/** The telephone on the counter. */
function shopPhone(setting: Setting): string {
  return uniqueNumber(country(setting.homeCountry).landline, MOST_PEOPLE - 1, true);
}

function addressToRecipient(
  setting: Setting,
  recipient: number,
  record: CustomerInput,
  traps: Set<Trap>,
  day: number,
): void {
  const other = personOf(setting, recipient);
  record.firstName = other.givenName;
  record.lastName = on(other.familyName, day);
  record.addresses = [{ name: fullName(record), ...on(other.address, day) }];
  for (const trap of ['nickname', 'swapped_name', 'transliterated', 'surname_change', 'junior', 'moved'] as const)
    traps.delete(trap);
  traps.add('gift_recipient_name');
}
