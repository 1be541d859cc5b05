import type { ConsentState, Instant, ProfileId, Shop } from '@clientele/model';
import { bitsQuery, type CompileContext } from '@clientele/segmentation';
import { addressConsents, customerRecordsOf, profileIds } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { GivenAddresses } from './given-addresses.js';
import { memberNumbers } from './member-numbers.js';
import {
  addressesOf,
  consentKeysOf,
  EXCLUSIONS,
  type Exclusion,
  type NewestFirst,
  newestFirst,
  newestName,
  reachableAt,
  type WritingChannel,
} from './reachable.js';
import { type ReadQuery, readQuery } from './read-query.js';
import { type StaleReference, staleReferences } from './stale-references.js';

/** Members read and handed on at once. */
const MEMBERS_AT_ONCE = 2_000;

/** A member as it leaves the shop. */
export interface ExportedMember {
  readonly profile: ProfileId;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
}

export interface ExportOptions {
  /** Only who may be written to on this channel, each address once, and no address of another one. */
  readonly channel?: WritingChannel;
  readonly asked?: Instant;
  /** Leaves out those whom the shop leaves alone. */
  readonly withoutHoldOut?: boolean;
  /** Who takes the members out, for the audit log. */
  readonly by: string;
  /** Takes the next members, none at least once; without it they are only counted. */
  readonly take?: (members: readonly ExportedMember[]) => Promise<void>;
  /** Aborts when nobody waits any more. */
  readonly signal?: AbortSignal;
}

export interface Exported {
  readonly outcome: 'exported';
  readonly exported: number;
  /** Members that were left out, by the reason: with those exported they are all. */
  readonly excluded: Readonly<Record<Exclusion, number>>;
  /** As it was when the export began. */
  readonly stale: readonly StaleReference[];
}

/**
 * Hands over the members of a query or saved segment, oldest profile first: those that it has when this begins, four bytes
 * of memory each; whoever is no profile any more when their turn comes is left out. Before the first leaves, the audit log
 * tells who takes which members out and for what; after the last, how many left.
 *
 * @param atOnce members read and handed on at once
 */
export async function exportMembers(
  parts: Parts,
  shop: Shop,
  queryOrSegment: string,
  options: ExportOptions,
  atOnce = MEMBERS_AT_ONCE,
): Promise<Exported | Extract<ReadQuery, { outcome: 'invalid' }>> {
  const read = await readQuery(parts, shop.id, queryOrSegment);
  if (read.outcome === 'invalid') return read;
  const { channel, by, take, asked } = options;
  const stale = await staleReferences(parts, shop, asOf(parts, shop, asked), [read.condition], read.segments);
  const excluded = Object.fromEntries(EXCLUSIONS.map((reason) => [reason, 0])) as Record<Exclusion, number>;
  let exported = 0;
  const walk = async () => {
    for await (const { members, exclusions } of pagesOf(parts, shop, read, options, atOnce)) {
      for (const reason of exclusions) excluded[reason] += 1;
      await take?.(members);
      exported += members.length;
    }
  };
  const trace = (what: string, numbers = '') => {
    const entry = { who: by, what, subject: read.segment?.id ?? 'query' };
    const detail = `for ${channel ?? 'another use'}${numbers}`;
    return parts.ledger.auditLog.append(shop.id, { ...entry, detail }, parts.clock());
  };
  if (take === undefined) await walk();
  else {
    await trace('members.exported');
    try {
      await take([]);
      await walk();
    } catch (error) {
      await trace('members.export-broke-off', `: ${exported} handed over`);
      throw error;
    }
    const left = EXCLUSIONS.reduce((sum, reason) => sum + excluded[reason], 0);
    await trace('members.export-ended', `: ${exported} handed over, ${left} left out`);
  }
  return { outcome: 'exported', exported, excluded, stale };
}

interface ExportPage {
  readonly members: readonly ExportedMember[];
  readonly exclusions: readonly Exclusion[];
}

async function* pagesOf(
  parts: Parts,
  shop: Shop,
  { condition: asked, segments }: Extract<ReadQuery, { outcome: 'ready' }>,
  { channel, asked: time, withoutHoldOut, signal }: ExportOptions,
  atOnce: number,
): AsyncGenerator<ExportPage> {
  const waiting = signal === undefined ? {} : { signal };
  const question = await prepare(parts, shop, asOf(parts, shop, time), [asked], segments, waiting);
  const [condition = asked] = question.conditions;
  const given = channel && new GivenAddresses(parts.sql, shop.id, channel);
  const numbers = await memberNumbers(parts, condition, question.context, waiting);
  for (let from = 0; from < numbers.length; from += atOnce) {
    signal?.throwIfAborted();
    const found = Array.from(numbers.subarray(from, from + atOnce));
    const held = withoutHoldOut === true ? await heldOut(parts, found, question.context) : new Set<number>();
    const people = await peopleOf(
      parts,
      shop,
      found.filter((profileNo) => !held.has(profileNo)),
    );
    const exclusions = Array.from(held, (): Exclusion => 'heldOut');
    const page = given === undefined ? everybody(people) : await reached(parts, shop, people, given);
    yield { ...page, exclusions: [...exclusions, ...page.exclusions] };
  }
}

/** Those of some profiles whom the shop leaves alone. */
async function heldOut(
  { sql }: Parts,
  profileNos: readonly number[],
  context: CompileContext,
): Promise<ReadonlySet<number>> {
  const query = bitsQuery([{ kind: 'hold-out' }], context, profileNos);
  const rows = await sql.query<{ profile_no: number; holds: number[] }>(query.sql, query.params);
  return new Set(rows.flatMap(({ profile_no, holds }) => (holds.length === 0 ? [] : [profile_no])));
}

interface Person {
  readonly profile: ProfileId;
  readonly records: NewestFirst;
}

async function peopleOf({ sql }: Parts, shop: Shop, profileNos: readonly number[]): Promise<Person[]> {
  const [ids, recordsOf] = await Promise.all([
    profileIds(sql, shop.id, profileNos),
    customerRecordsOf(sql, shop.id, profileNos),
  ]);
  return profileNos.flatMap((number) => {
    const [profile, records] = [ids.get(number), recordsOf.get(number)];
    return profile === undefined || records === undefined ? [] : [{ profile, records: newestFirst(records) }];
  });
}

function everybody(people: readonly Person[]): ExportPage {
  const members = people.map((person) => ({
    ...named(person),
    email: addressesOf(person.records, 'email')[0] ?? null,
    phone: addressesOf(person.records, 'sms')[0] ?? null,
  }));
  return { members, exclusions: [] };
}

/** Who may be written to, each at an address of which nobody before them was. */
async function reached(
  { sql }: Parts,
  shop: Shop,
  people: readonly Person[],
  given: GivenAddresses,
): Promise<ExportPage> {
  const { channel } = given;
  const keys = people.flatMap(({ records }) =>
    addressesOf(records, channel).flatMap((address) => consentKeysOf(records, channel, address)),
  );
  const consents = await addressConsents(sql, shop.id, channel, [...new Set(keys)]);
  // In another spelling an address may be somebody else's too: what is said of it may forbid, and never allows.
  const statesOf = (records: NewestFirst, address: string): ConsentState[] =>
    consentKeysOf(records, channel, address).flatMap((key, index) =>
      (consents.get(key) ?? []).filter((state) => index === 0 || state !== 'SUBSCRIBED'),
    );
  const found = people.map((person) => {
    const { records } = person;
    return { person, ...reachableAt(addressesOf(records, channel), (address) => statesOf(records, address)) };
  });
  await given.meet(found.flatMap(({ person, addresses }) => (addresses.length > 0 ? [person.records] : [])));
  const members: ExportedMember[] = [];
  const exclusions: Exclusion[] = [];
  for (const { person, addresses, exclusion = 'sameAddress' } of found) {
    const address = given.give(person.records, addresses);
    if (address === undefined) exclusions.push(exclusion);
    else members.push({ ...named(person), [channel === 'email' ? 'email' : 'phone']: address });
  }
  return { members, exclusions };
}

function named({ profile, records }: Person): ExportedMember {
  return { profile, email: null, phone: null, name: newestName(records) ?? null };
}
