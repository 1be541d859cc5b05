import { day, type RecordInput, timeZone } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { world } from './world.js';
import { TRAPS, type Trap } from './written.js';

type CustomerInput = Extract<RecordInput, { kind: 'customer' }>;

const options = {
  seed: 11,
  people: 4000,
  timeZone: timeZone('Europe/London'),
  currency: 'GBP',
  from: day('2024-07-01'),
  to: day('2026-06-30'),
};
const made = world(options);
const people = [...made.people()];
const truth = [...made.truth()];

/** The versions of every customer record, by connection and id, with whose it is. */
const versions = new Map<string, { person: number; records: CustomerInput[] }>();
for (let person = 0; person < options.people; person += 1) {
  for (const { connection, record } of made.recordsOf(person)) {
    if (record.kind !== 'customer') continue;
    const id = `${connection} ${record.externalId}`;
    const entry = versions.get(id) ?? { person, records: [] };
    entry.records.push(record);
    versions.set(id, entry);
  }
}
const customers = truth.flatMap(({ person, records }) =>
  records.map(({ connection, externalId, traps }) => {
    const entry = versions.get(`${connection} ${externalId}`);
    return {
      person: people[person] ?? made.person(person),
      owner: entry?.person,
      connection,
      traps,
      records: entry?.records ?? [],
    };
  }),
);
const trapped = (trap: Trap) => customers.filter(({ traps }) => traps.includes(trap));
const mailbox = (email: string | undefined) => {
  const [local = '', domain = ''] = (email ?? '').toLowerCase().replace('googlemail.com', 'gmail.com').split('@');
  return `${local.replace(/\+.*/, '').replaceAll('.', '')}@${domain}`;
};

describe('the truth of a world', () => {
  it('gives every customer record to exactly one person, and none that is not there', () => {
    expect(customers).toHaveLength(versions.size);
    expect(customers.filter(({ person, owner }) => owner !== person.index)).toEqual([]);
  });

  it('puts people into homes of one country, and of one address until somebody moves', () => {
    for (const person of people) {
      const head = people[person.household];
      expect(person.country).toBe(head?.country);
      expect(person.address.first).toEqual(head?.address.first);
      expect(person.landline).toBe(head?.landline);
    }
    const sizes = new Map<number, number>();
    for (const { household } of people) sizes.set(household, (sizes.get(household) ?? 0) + 1);
    expect(people.filter(({ household, householdSize }) => sizes.get(household) !== householdSize)).toEqual([]);
    expect([...sizes.values()].filter((size) => size > 1).length / sizes.size).toBeGreaterThan(0.35);
  });

  it('gives no two people one mailbox or one number, unless a trap says so', () => {
    const mailboxes = new Map<string, number>();
    for (const { person, records, traps } of customers) {
      const isShared = traps.some((trap) =>
        ['household_email', 'placeholder_email', 'store_email', 'email_typo'].includes(trap),
      );
      for (const { email } of isShared ? [] : records) {
        if (email === undefined) continue;
        expect(mailboxes.get(mailbox(email)) ?? person.index, email).toBe(person.index);
        mailboxes.set(mailbox(email), person.index);
      }
    }
    expect(new Set(people.map((person) => person.mobile.first)).size).toBe(people.length);
    const later = people.filter(({ mobile, mobileWasAnothers }) => mobile.from !== null && !mobileWasAnothers);
    const numbers = new Set(people.map(({ mobile }) => mobile.first));
    expect(later.filter(({ mobile }) => numbers.has(mobile.later))).toEqual([]);
  });

  it('hands a given-up number to somebody else of the same country later', () => {
    const owners = new Map(people.map((person) => [person.mobile.first, person]));
    const receivers = people.filter(({ mobileWasAnothers }) => mobileWasAnothers);
    expect(receivers.length).toBeGreaterThan(40);
    for (const { index, mobile, country } of receivers) {
      const owner = owners.get(mobile.later);
      expect(owner?.index).toBe(index - 12);
      expect(owner?.country).toBe(country);
      const gaveUp =
        owner?.mobileWasAnothers === true ? Number.NEGATIVE_INFINITY : (owner?.mobile.from ?? Number.POSITIVE_INFINITY);
      expect(gaveUp < (mobile.from ?? 0)).toBe(true);
    }
  });

  it('sets every trap', () => {
    for (const trap of TRAPS) expect(trapped(trap).length, trap).toBeGreaterThan(3);
  });

  it.each<{ trap: Trap; shows: (record: CustomerInput, person: (typeof people)[number]) => boolean }>([
    { trap: 'placeholder_email', shows: ({ email }) => /^no/.test(email ?? '') },
    { trap: 'store_email', shows: ({ email }) => email === 'tills@shop.example' },
    { trap: 'placeholder_phone', shows: ({ phone }) => /^(0{10}|1{10}|0123456789)$/.test(phone ?? '') },
    { trap: 'placeholder_name', shows: ({ lastName }) => lastName === 'Customer' || lastName === 'Guest' },
    { trap: 'relay_email', shows: ({ email }) => /relay/.test(email ?? '') },
    { trap: 'no_email', shows: ({ email }) => email === undefined },
    { trap: 'household_email', shows: ({ email }, person) => email?.toLowerCase() === person.householdEmail },
    { trap: 'gmail_variant', shows: ({ email }, person) => email?.toLowerCase() !== person.email },
    { trap: 'email_typo', shows: ({ email }, person) => mailbox(email) !== mailbox(person.email) },
    { trap: 'nickname', shows: ({ firstName, lastName }, person) => ![firstName, lastName].includes(person.givenName) },
    { trap: 'swapped_name', shows: ({ firstName }, person) => firstName !== person.givenName },
    { trap: 'transliterated', shows: ({ firstName, lastName }) => /^[\x20-\x7e]*$/.test(`${firstName}${lastName}`) },
    {
      trap: 'surname_change',
      shows: ({ firstName, lastName }, person) => ![firstName, lastName].includes(person.familyName.first),
    },
    {
      trap: 'household_card',
      shows: ({ attributes }, person) => attributes?.card_fingerprint === `card${person.household}`,
    },
    {
      trap: 'gift_recipient_name',
      shows: ({ firstName, lastName, email }, person) =>
        `${firstName} ${lastName}` !== `${person.givenName} ${person.familyName.first}` && email !== undefined,
    },
    {
      trap: 'junior',
      shows: (_, { index, givenName, familyName, household }) =>
        people.some(
          (other) =>
            other.index !== index &&
            other.household === household &&
            other.givenName === givenName &&
            other.familyName.first === familyName.first,
        ),
    },
    { trap: 'moved', shows: ({ addresses }, person) => addresses?.[0]?.address1 === person.address.later.address1 },
  ])('shows the trap $trap in the record', ({ trap, shows }) => {
    for (const { person, records, traps } of trapped(trap)) {
      // A till's placeholders may stand on a record beside other traps; a record may have versions before the trap.
      const last = records.at(-1);
      expect(last !== undefined && shows(last, person), `${trap} of ${traps}`).toBe(true);
    }
  });

  it('updates an account when its owner moves', () => {
    const moved = customers.filter(({ records }) => records.length > 1);
    expect(moved.length).toBeGreaterThan(50);
    for (const { records } of moved) {
      const [first, second] = records;
      expect(second?.externalId).toBe(first?.externalId);
      expect(second?.createdAt).toBe(first?.createdAt);
      expect(second?.email).toBe(first?.email);
      expect({ ...second, version: 0 }).not.toEqual({ ...first, version: 0 });
    }
  });

  it('joins the app to the web shop and the tills to the web shop by explicit accounts', () => {
    const stated = new Map<string, Set<number>>();
    for (const { person, records } of customers) {
      for (const { realm, id } of records.at(-1)?.accounts ?? []) {
        const account = `${realm} ${id}`;
        stated.set(account, (stated.get(account) ?? new Set()).add(person.index));
      }
    }
    expect([...stated.values()].every((owners) => owners.size === 1)).toBe(true);
    const inTwo = (realm: string) =>
      truth.filter(({ person }) => {
        const own = customers.filter((customer) => customer.person.index === person);
        return (
          own.filter(({ records }) => records.at(-1)?.accounts?.some((account) => account.realm === realm)).length > 1
        );
      }).length;
    expect(inTwo('login')).toBeGreaterThan(20);
    expect(inTwo('loyalty')).toBeGreaterThan(20);
  });
});
