import { createHash } from 'node:crypto';
import type { Segment } from '@clientele/ledger';
import type { ShopId } from '@clientele/model';
import { type Condition, type CustomTypes, checkAskable, parseQuery } from '@clientele/segmentation';
import { customTypes } from './custom-attributes.js';
import { membership } from './membership.js';
import type { Parts } from './parts.js';
import { listsIn, referencesIn } from './references.js';

/** A saved segment with its query read. */
export interface SavedSegment {
  readonly segment: Segment;
  /** Who is a member, whom people added and excluded by hand taken into account. */
  readonly condition: Condition;
  /** Its query alone; null of a list, which has none. */
  readonly query: Condition | null;
}

/** The shop's saved segments by handle. A query that this release no longer understands is left out and named. */
export interface SavedSegments {
  readonly byHandle: ReadonlyMap<string, SavedSegment>;
  readonly unreadable: readonly { readonly segment: Segment; readonly reason: string }[];
}

/** What can say which segments and custom attributes a shop has. */
type Listing = Pick<Parts['ledger'], 'settings'> & {
  readonly segments: Pick<Parts['ledger']['segments'], 'list'>;
};

export async function savedSegments({ ledger }: { readonly ledger: Listing }, shop: ShopId): Promise<SavedSegments> {
  const byHandle = new Map<string, SavedSegment>();
  const unreadable: { segment: Segment; reason: string }[] = [];
  const read = readerWith(await customTypes(ledger, shop));
  for (const segment of await ledger.segments.list(shop)) {
    const checked = segment.query === '' ? LIST : read(segment.query);
    if (checked.outcome === 'valid') {
      const { condition: query } = checked;
      byHandle.set(segment.handle, { segment, condition: membership(segment, query), query });
    } else unreadable.push({ segment, reason: checked.errors[0]?.message ?? 'its query cannot be read' });
  }
  return { byHandle, unreadable };
}

/**
 * Why a segment cannot be evaluated that is in no level.
 *
 * @param unreadable what is wrong with its query, where that is why
 */
export function notEvaluated(unreadable: string | undefined): string {
  return unreadable === undefined
    ? 'It refers to a segment that cannot be evaluated, or to itself.'
    : `Its query cannot be read: ${unreadable}`;
}

/** How a list reads. */
const LIST = { outcome: 'valid', condition: null } as const;

type Reading = ReturnType<typeof checkAskable>;

/** Queries whose reading is remembered: more than shops have, since they are walked through one after the other. */
const REMEMBERED = 6_000;

/** How saved queries were read, the longest unused first: each question names the same ones. */
const readings = new Map<string, Reading>();

/** Reads queries of a shop with these custom attributes, each once: a text means the same as long as they do. */
function readerWith(types: CustomTypes): (query: string) => Reading {
  const attributes = createHash('sha256')
    .update(JSON.stringify([...types]))
    .digest('hex');
  return (query) => {
    const key = `${attributes} ${query}`;
    const reading = readings.get(key) ?? checkAskable(query, types);
    readings.delete(key);
    readings.set(key, reading);
    const [oldest] = readings.keys();
    if (readings.size > REMEMBERED && oldest !== undefined) readings.delete(oldest);
    return reading;
  };
}

/** Which saved segments refer directly to which, by the handle of the one referred to. */
export async function referringSegments(
  parts: Pick<Parts, 'ledger'>,
  shop: ShopId,
): Promise<ReadonlyMap<string, readonly Segment[]>> {
  return referringAmong(await parts.ledger.segments.list(shop));
}

/** The same of all of a shop's segments: what a query names is in its text, whatever becomes of its attributes. */
export function referringAmong(segments: readonly Segment[]): ReadonlyMap<string, readonly Segment[]> {
  const referring = new Map<string, Segment[]>();
  for (const segment of segments) {
    const parsed = parseQuery(segment.query);
    if (parsed.outcome === 'invalid') continue;
    const named = [...referencesIn(parsed.condition), ...listsIn(parsed.condition)];
    for (const handle of new Set(named.map((reference) => reference.handle))) {
      referring.set(handle, [...(referring.get(handle) ?? []), segment]);
    }
  }
  return referring;
}

/**
 * Segments in levels: each refers only to segments of earlier levels, so that a level can be evaluated at once. A
 * segment that refers to itself, directly or around a corner, or to one that is not there, is in no level.
 */
export function inLevels<
  Segment extends { readonly segment: Pick<SavedSegment['segment'], 'handle'>; readonly condition: Condition },
>(segments: ReadonlyMap<string, Segment>): Segment[][] {
  const levels: Segment[][] = [];
  const placed = new Set<string>();
  let waiting = [...segments.values()];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ condition }) =>
      referencesIn(condition).every((reference) => placed.has(reference.handle)),
    );
    if (ready.length === 0) break;
    levels.push(ready);
    for (const { segment } of ready) placed.add(segment.handle);
    waiting = waiting.filter(({ segment }) => !placed.has(segment.handle));
  }
  return levels;
}

/** The queries of all segments that conditions refer to, directly or through others, by handle. */
export function queriesBehind(
  conditions: readonly Condition[],
  segments: ReadonlyMap<string, Pick<SavedSegment, 'condition'>>,
): Map<string, Condition> {
  const behind = new Map<string, Condition>();
  const waiting = [...conditions];
  for (let condition = waiting.pop(); condition !== undefined; condition = waiting.pop()) {
    for (const { handle } of referencesIn(condition)) {
      const saved = segments.get(handle);
      if (saved === undefined || behind.has(handle)) continue;
      behind.set(handle, saved.condition);
      waiting.push(saved.condition);
    }
  }
  return behind;
}
