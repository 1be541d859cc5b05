import { normaliseEmail, normalisePhone } from '@clientele/identity';
import type { ConsentState, CustomerRecord } from '@clientele/model';
import { CONSENT_PRECEDENCE, type FromConnection } from '@clientele/segmentation';
import { addressKey, mailboxKey, nameOf } from '@clientele/warehouse';

/** Channels on which people are written to. */
export const WRITING_CHANNELS = ['email', 'sms'] as const;
export type WritingChannel = (typeof WRITING_CHANNELS)[number];

/**
 * Why somebody is not written to. Each person is left out for one reason, the first that is true: the shop leaves them alone,
 * where that was asked for; no record has an address
 * that can be written to; they may be written to, but only at addresses that stand in the file already; no source says
 * anything of their addresses; then what sources say, the first of these that is said of any of them.
 */
export const EXCLUSIONS = [
  'heldOut',
  'noAddress',
  'sameAddress',
  'noConsent',
  'unsubscribed',
  'pending',
  'invalid',
  'notSubscribed',
  'redacted',
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

const EXCLUSION_OF: Readonly<Record<Exclude<ConsentState, 'SUBSCRIBED'>, Exclusion>> = {
  UNSUBSCRIBED: 'unsubscribed',
  PENDING: 'pending',
  INVALID: 'invalid',
  NOT_SUBSCRIBED: 'notSubscribed',
  REDACTED: 'redacted',
};

/** The customer records of one person, newest first. */
export type NewestFirst = readonly FromConnection<CustomerRecord>[];

/** By the source's version, then connection and external id, as everywhere. */
export function newestFirst(records: NewestFirst): NewestFirst {
  const age = ({ version, connection, externalId }: NewestFirst[number]) =>
    [version.updatedAt, version.tiebreak, connection, externalId] as const;
  return records.toSorted((a, b) => {
    const [ofA, ofB] = [age(a), age(b)];
    const at = ofA.findIndex((part, index) => part !== ofB[index]);
    if (at === -1) return 0;
    return (ofA[at] ?? '') > (ofB[at] ?? '') ? -1 : 1;
  });
}

/** The addresses of a person that can be written to at all, of the newest record first. */
export function addressesOf(records: NewestFirst, channel: WritingChannel): string[] {
  const addresses = records.flatMap((record) => (channel === 'email' ? emailOf(record) : phoneOf(record)) ?? []);
  return [...new Set(addresses)];
}

function emailOf({ email = '' }: CustomerRecord): string | undefined {
  return normaliseEmail(email) === null ? undefined : email.trim();
}

function phoneOf({ phone = '', addresses }: CustomerRecord): string | undefined {
  const country = addresses.find((address) => address.country !== undefined)?.country;
  return normalisePhone(phone, country) ?? undefined;
}

/**
 * By what sources may have spoken of an address, as `addressConsents` takes it: first itself, then the mailbox that it
 * reaches, or a number as the records have it, which may be without the code of its country.
 */
export function consentKeysOf(records: NewestFirst, channel: WritingChannel, address: string): string[] {
  const own = addressKey(channel, address);
  if (channel === 'email') return [own, mailboxKey(address) ?? own];
  const written = records.flatMap((record) => (phoneOf(record) === address ? (record.phone ?? []) : []));
  return [own, ...written.map((number) => addressKey(channel, number))];
}

/** The name in the newest record that has one. */
export function newestName(records: NewestFirst): string | undefined {
  return records.map(nameOf).find((name) => name !== undefined);
}

/** Where somebody may be written to; where nowhere, why. */
export interface Reach {
  readonly addresses: readonly string[];
  readonly exclusion?: Exclusion;
}

/**
 * The addresses at which somebody may be written to: those of which a source says that they want it, and no source that
 * they do not. An address takes nothing from another one, whoever's both are.
 *
 * @param statesOf what sources say of an address, the newest of each
 */
export function reachableAt(
  addresses: readonly string[],
  statesOf: (address: string) => readonly ConsentState[],
): Reach {
  if (addresses.length === 0) return { addresses, exclusion: 'noAddress' };
  const states = addresses.map((address) => {
    const said = statesOf(address);
    return CONSENT_PRECEDENCE.find((state) => said.includes(state));
  });
  const wanted = addresses.filter((_, index) => states[index] === 'SUBSCRIBED');
  if (wanted.length > 0) return { addresses: wanted };
  const state = CONSENT_PRECEDENCE.find((candidate) => states.includes(candidate));
  return {
    addresses: [],
    exclusion: state === undefined || state === 'SUBSCRIBED' ? 'noConsent' : EXCLUSION_OF[state],
  };
}
