import type { Segment } from '@clientele/ledger';
import type { Instant, Shop } from '@clientele/model';
import { compileCondition } from '@clientele/segmentation';
import { type Decided, dropDecisions, recordDecisions, recordSelected } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { type InvalidSegment, nameRefused, type RefusedSegment } from './edit-segments.js';
import { type NamedPerson, peopleNamed, type UnknownPerson } from './named-people.js';
import { readQuery } from './read-query.js';

/** People that one change of a list may name. */
const MOST_PEOPLE = 1_000_000;
/** People looked for and written at once. */
const PEOPLE_AT_ONCE = 2_000;
/** So many who are unknown are told; the rest is counted. */
const UNKNOWN_TOLD = 100;
const LONGEST_REASON = 500;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

export interface ListChangeAsked {
  /** By id or handle. */
  readonly segment: string;
  /** `none` takes back what was decided by hand before: the query decides again, and nobody is in a list by it. */
  readonly decided: Decided;
  readonly people: Iterable<NamedPerson> | AsyncIterable<NamedPerson>;
  /** Why, for whoever asks later. */
  readonly reason: string;
}

export interface ChangedList {
  readonly outcome: 'changed';
  readonly segment: Segment;
  /** How many people were decided about. */
  readonly people: number;
  /** How many were named who are not one person of the shop; the others were decided about all the same. */
  readonly unknown: number;
  /** The first of them. */
  readonly unknownPeople: readonly UnknownPerson[];
}

/**
 * Decides by hand whether people are members of a segment, whatever its query says. In the shop's turn; members follow when
 * the street is next advanced. Doing it again changes nothing but who decided when; cut short, it leaves nothing behind.
 *
 * @param most people that may be named
 */
export async function changeList(
  parts: Parts,
  shop: Shop,
  { segment: idOrHandle, decided, people, reason }: ListChangeAsked,
  by: string,
  most = MOST_PEOPLE,
): Promise<ChangedList | RefusedSegment> {
  const { ledger, sql, clock } = parts;
  const refused = reasonRefused(reason);
  if (refused !== undefined) return refused;
  const segment = await ledger.segments.find(shop.id, idOrHandle);
  if (segment === undefined) {
    return refusal('segment.not-found', `There is no segment with the id or handle '${idOrHandle}'.`);
  }
  const change = await ledger.listChanges.open(shop.id, { segment: segment.id, decided, reason, by }, clock());
  const draft = { segment: segment.id, change, decided };
  const decidedAbout = new Set<number>();
  const unknown: UnknownPerson[] = [];
  let [named, unknownCount] = [0, 0];
  const decide = async (some: readonly NamedPerson[]) => {
    const found = await peopleNamed(parts, shop, some);
    await recordDecisions(sql, shop.id, draft, found.profiles);
    for (const profile of found.profiles) decidedAbout.add(profile);
    unknownCount += found.unknown.length;
    unknown.push(...found.unknown.slice(0, UNKNOWN_TOLD - unknown.length));
  };
  const takeBack = async () => {
    await dropDecisions(sql, shop.id, [change]);
    await ledger.listChanges.forget(shop.id, change);
  };
  let waiting: NamedPerson[] = [];
  for await (const person of people) {
    named += 1;
    if (named > most) {
      await takeBack();
      const message = `A list is changed by at most ${most.toLocaleString('en')} people at once, and more were named: nothing was changed. Name them in several files.`;
      return refusal('list.too-many', message);
    }
    waiting.push(person);
    if (waiting.length < PEOPLE_AT_ONCE) continue;
    await decide(waiting);
    waiting = [];
  }
  await decide(waiting);
  if (decidedAbout.size === 0) await takeBack();
  else {
    await ledger.listChanges.close(shop.id, change, decidedAbout.size);
    await ledger.auditLog.append(shop.id, { who: by, what: WORDS[decided], subject: segment.id }, clock());
  }
  const changed = (await ledger.segments.find(shop.id, segment.id)) ?? segment;
  return {
    outcome: 'changed',
    segment: changed,
    people: decidedAbout.size,
    unknown: unknownCount,
    unknownPeople: unknown,
  };
}

const WORDS: Readonly<Record<Decided, string>> = {
  added: 'segment.people-added',
  excluded: 'segment.people-excluded',
  none: 'segment.people-unlisted',
};

export interface ListAsked {
  readonly name: string;
  readonly description?: string;
  /** A query, or the id or handle of a segment, whose members the list begins with; none without it. */
  readonly query?: string;
  /** Of those members, instead of the shop's own time. */
  readonly asked?: Instant;
  readonly reason: string;
}

export interface MadeList {
  readonly outcome: 'created';
  readonly segment: Segment;
  readonly people: number;
}

/**
 * Makes a segment that is a list, of the members that a query has at an instant, or of nobody yet. It never changes by
 * itself. In the shop's turn. Cut short, it leaves an empty list, which the same call fills when it is made again.
 */
export async function createList(
  parts: Parts,
  shop: Shop,
  { name, description, query, asked, reason }: ListAsked,
  by: string,
): Promise<MadeList | InvalidSegment | RefusedSegment> {
  const { ledger, sql, clock } = parts;
  const refused = nameRefused(name) ?? reasonRefused(reason);
  if (refused !== undefined) return refused;
  const read = query === undefined ? undefined : await readQuery(parts, shop.id, query);
  if (read?.outcome === 'invalid') return read;
  const made = await emptyList(parts, shop, { name, ...(description === undefined ? {} : { description }) }, by);
  if (made.outcome === 'refused') return made;
  const { segment } = made;
  if (read === undefined) return { outcome: 'created', segment, people: 0 };
  const at = asOf(parts, shop, asked);
  const question = await prepare(parts, shop, at, [read.condition], read.segments);
  const { sql: condition, params } = compileCondition(question.conditions[0] ?? read.condition, question.context);
  const selected = {
    sql: `SELECT profile_no FROM profiles WHERE shop = {shop:String} AND ${condition}`,
    params: { ...params, shop: shop.id },
  };
  const draft = { segment: segment.id, decided: 'added', reason, by } as const;
  const change = await ledger.listChanges.open(shop.id, draft, clock());
  const people = await recordSelected(sql, shop.id, { ...draft, change }, selected);
  await ledger.listChanges.close(shop.id, change, people);
  return { outcome: 'created', segment: (await ledger.segments.find(shop.id, segment.id)) ?? segment, people };
}

/** A new list, or the one of that name that nobody was ever put on. */
async function emptyList(
  { ledger, clock }: Parts,
  shop: Shop,
  draft: { readonly name: string; readonly description?: string },
  by: string,
) {
  const namesake = (await ledger.segments.list(shop.id)).find(({ name }) => name === draft.name);
  if (namesake?.query === '' && namesake.listed === 0) return { outcome: 'created', segment: namesake } as const;
  const made = await ledger.segments.create(shop.id, { ...draft, query: '' }, by, clock());
  if (made.outcome === 'refused') return made;
  await ledger.auditLog.append(shop.id, { who: by, what: 'segment.created', subject: made.segment.id }, clock());
  return made;
}

function reasonRefused(reason: string): RefusedSegment | undefined {
  if (reason.length <= LONGEST_REASON && !UNPRINTABLE.test(reason)) return undefined;
  return refusal('list.bad-reason', `A reason is one line of at most ${LONGEST_REASON} characters.`);
}

function refusal(code: string, message: string): RefusedSegment {
  return { outcome: 'refused', code, message };
}
