import type { Segment } from '@clientele/ledger';
import { instantOfMs, msOfInstant, type Shop } from '@clientele/model';
import { checkQuery, compileCondition } from '@clientele/segmentation';
import { membersOfSome, membersOutside, profileCount, type RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { referringAmong } from '../saved-segments.js';
import { type Overlap, overlapSegments } from './overlap-segments.js';

export const HEALTH_CODES = [
  'too-small',
  'too-large',
  'same-query',
  'near-duplicate',
  'unreachable',
  'unused',
  'in-no-segment',
] as const;
export type HealthCode = (typeof HEALTH_CODES)[number];

/** Something about a shop's segments that is worth a look. */
export interface HealthFinding {
  readonly code: HealthCode;
  /** Null where it is about all of the shop's segments together. */
  readonly segment: Segment | null;
  /** The segment that it is like. */
  readonly other: Segment | null;
  /** How many profiles it is about. */
  readonly count: number;
  /** What it is, how many it is about, and what to do. */
  readonly message: string;
}

/** Fewer members than this, and less than a hundredth of the shop, are too few to write to or to learn from. */
const FEW_MEMBERS = 30;
const FEW_SHARE = 0.01;
/** A segment of more than this share of the shop tells hardly anybody apart. */
const MOST_SHARE = 0.8;
/** From this share of common members on, two segments are nearly the same. */
const ALIKE = 0.9;
/** A segment is worth a word when more than this share of its members subscribed to nothing. */
const UNREACHABLE_SHARE = 0.5;
/** Before that, a segment is new rather than unused. */
const UNUSED_AFTER_MS = 30 * 86_400_000;

const SUBSCRIBED = "email_subscription_status = 'SUBSCRIBED' OR sms_subscription_status = 'SUBSCRIBED'";

/**
 * What is worth a look about a shop's saved segments, by their stored members: segment by segment in the order of their
 * handles, then what is about all. Segments that were not evaluated yet are left out.
 */
export async function segmentHealth(parts: Parts, shop: Shop, options?: RequestOptions): Promise<HealthFinding[]> {
  const { ledger, sql } = parts;
  const overlap = await overlapSegments(parts, shop, undefined, options);
  if (overlap.outcome === 'refused') throw new Error('all segments were asked for');
  const states = await ledger.membershipStates.list(shop.id);
  const evaluated = new Set(states.flatMap(({ segment, evaluated }) => (evaluated === null ? [] : [segment])));
  const sized = overlap.segments.filter(({ segment }) => evaluated.has(segment.id));
  if (sized.length === 0) return [];
  const of = await profileCount(sql, shop.id);
  const ids = sized.map(({ segment }) => segment.id);
  const unreachable = await unsubscribedMembers(parts, shop, ids, options);
  const exported = await ledger.auditLog.subjects(shop.id, 'members.exported');
  const referring = referringAmong(overlap.segments.map(({ segment }) => segment));
  const unusedBefore = instantOfMs(msOfInstant(parts.clock()) - UNUSED_AFTER_MS);
  const findings = sized.flatMap(({ segment, members }) => {
    const isUsed = exported.has(segment.id) || referring.has(segment.handle) || segment.savedAt > unusedBefore;
    return [
      ofSize(segment, members, of),
      ...alike(segment, overlap),
      ofReach(segment, members, unreachable.get(segment.id) ?? 0),
      isUsed ? undefined : unused(segment, members),
    ].filter((finding) => finding !== undefined);
  });
  const inSome = [...(await membersOfSome(sql, shop.id, ids, options)).values()].reduce((sum, some) => sum + some, 0);
  return inSome < of ? [...findings, inNoSegment(of - inSome, of)] : findings;
}

function ofSize(segment: Segment, members: number, of: number): HealthFinding | undefined {
  const isList = segment.query === '';
  if (members < FEW_MEMBERS && members < of * FEW_SHARE) {
    const mend = isList ? 'Add people to it' : 'Ask for less in its query';
    const message = `${named(segment)} has ${counted(members, 'member')}: too few to write to or to learn from. ${mend}, or delete it.`;
    return { code: 'too-small', segment, other: null, count: members, message };
  }
  if (of === 0 || members <= of * MOST_SHARE) return undefined;
  const mend = isList ? 'Take people off it' : 'Ask for more in its query';
  const message = `${named(segment)} holds ${percent(members, of)} of all profiles: it tells hardly anybody apart. ${mend}.`;
  return { code: 'too-large', segment, other: null, count: members, message };
}

/** Those before it in the list are told beside it; so each pair is told once. */
function alike(segment: Segment, { segments, pairs }: Overlap): HealthFinding[] {
  const asksAs = (other: Segment) => segment.query !== '' && other.query === segment.query;
  const twins = segments.filter(({ segment: other }) => asksAs(other) && other.handle < segment.handle);
  const same = twins.slice(0, 1).map(({ segment: other, members }): HealthFinding => {
    const message = `${named(segment)} asks the same as ${named(other)}: delete one of them.`;
    return { code: 'same-query', segment, other, count: members, message };
  });
  const near = pairs.flatMap(({ one, other, both, jaccard }): HealthFinding[] => {
    const [first, second] = one.handle < other.handle ? [one, other] : [other, one];
    if (second.id !== segment.id || jaccard < ALIKE || asksAs(first)) return [];
    const message = `${named(segment)} and ${named(first)} share ${counted(both, 'member')}, ${percent(jaccard, 1)} of those in either: keep one, or refer from one to the other.`;
    return [{ code: 'near-duplicate', segment, other: first, count: both, message }];
  });
  return [...same, ...near];
}

function ofReach(segment: Segment, members: number, unreachable: number): HealthFinding | undefined {
  if (members === 0 || unreachable <= members * UNREACHABLE_SHARE) return undefined;
  const message = `${counted(unreachable, 'member')} of ${named(segment)}, ${percent(unreachable, members)}, subscribed to neither e-mail nor text messages: ask them for consent where they meet you, or reach them in another way.`;
  return { code: 'unreachable', segment, other: null, count: unreachable, message };
}

function unused(segment: Segment, members: number): HealthFinding {
  const message = `No other segment refers to ${named(segment)}, and it was never exported by its name: use it, or delete it.`;
  return { code: 'unused', segment, other: null, count: members, message };
}

function inNoSegment(count: number, of: number): HealthFinding {
  const message = `${counted(count, 'profile')}, ${percent(count, of)} of all, ${count === 1 ? 'is' : 'are'} in no segment: ask who they are with NOT and the segments that you have.`;
  return { code: 'in-no-segment', segment: null, other: null, count, message };
}

/** Members of each segment who subscribed to nothing; none where nobody of the shop did, since consents are not known then. */
async function unsubscribedMembers(
  parts: Parts,
  shop: Shop,
  segments: readonly string[],
  options?: RequestOptions,
): Promise<ReadonlyMap<string, number>> {
  const checked = checkQuery(SUBSCRIBED);
  if (checked.outcome === 'invalid') throw new Error(`'${SUBSCRIBED}' cannot be asked`);
  const { context } = await prepare(parts, shop, asOf(parts, shop), [checked.condition], new Map(), options);
  const { sql, params } = compileCondition(checked.condition, context);
  const subscribed = `SELECT profile_no FROM profiles WHERE shop = {shop:String} AND ${sql}`;
  const [somebody] = await parts.sql.query(`${subscribed} LIMIT 1`, { ...params, shop: shop.id }, options);
  if (somebody === undefined) return new Map();
  return membersOutside(parts.sql, shop.id, segments, { sql: subscribed, params }, options);
}

function named({ name }: Segment): string {
  return `“${name}”`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Whole percents; 100 only of all of them. */
function percent(part: number, whole: number): string {
  return `${part === whole ? 100 : Math.min(99, Math.round((100 * part) / whole))} %`;
}
