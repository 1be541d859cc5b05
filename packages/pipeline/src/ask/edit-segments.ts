import type { CreateSegment, ReviseSegment, Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { type Condition, circleThrough, parseQuery } from '@clientele/segmentation';
import type { Parts } from '../parts.js';
import { listsIn, referencesIn } from '../references.js';
import { referringAmong } from '../saved-segments.js';
import { type QueryFault, readQuery } from './read-query.js';

export type InvalidSegment = { readonly outcome: 'invalid'; readonly errors: readonly QueryFault[] };
export type RefusedSegment = { readonly outcome: 'refused'; readonly code: string; readonly message: string };

const LONGEST_NAME = 200;
/** Line breaks and other controls, and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** Saves a query as a new segment; its text is kept in canonical form. Members follow when the street is next advanced. */
export async function createSegment(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  draft: { readonly name: string; readonly query: string; readonly description?: string; readonly handle?: string },
  by: string,
): Promise<CreateSegment | InvalidSegment | RefusedSegment> {
  const refused = nameRefused(draft.name);
  if (refused !== undefined) return refused;
  const read = await readQuery({ ledger }, shop.id, draft.query);
  if (read.outcome === 'invalid') return read;
  const saved = { ...draft, query: read.canonical };
  return ledger.segments.create(shop.id, saved, by, clock(), (segment, all) =>
    referencesRefused(segment, read.condition, all),
  );
}

export interface SegmentRevision {
  readonly name?: string;
  /** Null takes the query away: the segment is a list from then on, of those who were added by hand. */
  readonly query?: string | null;
  readonly description?: string;
  /** Refused when the segment has another version by now. */
  readonly expectedVersion?: number;
}

/** Changes a segment, found by id or handle; a changed query is a new version. */
export async function reviseSegment(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  idOrHandle: string,
  revision: SegmentRevision,
  by: string,
): Promise<ReviseSegment | InvalidSegment | RefusedSegment> {
  const refused = revision.name === undefined ? undefined : nameRefused(revision.name);
  if (refused !== undefined) return refused;
  const { query, ...others } = revision;
  if (query == null) {
    const revised = query === null ? { ...others, query: '' } : others;
    return ledger.segments.revise(shop.id, idOrHandle, revised, by, clock());
  }
  const read = await readQuery({ ledger }, shop.id, query);
  if (read.outcome === 'invalid') return read;
  const revised = { ...revision, query: read.canonical };
  return ledger.segments.revise(shop.id, idOrHandle, revised, by, clock(), (segment, all) =>
    referencesRefused(segment, read.condition, all),
  );
}

/** Why a segment cannot refer to those that its query names, if it cannot, whatever others do meanwhile. */
function referencesRefused({ handle }: Segment, condition: Condition, all: readonly Segment[]) {
  const queries = new Map(all.map((segment) => [segment.handle, segment.query]));
  const gone = [...referencesIn(condition), ...listsIn(condition)].find((named) => !queries.has(named.handle));
  if (gone !== undefined) {
    const message = `There is no segment '${gone.handle}' any more: take it out of the query.`;
    return { outcome: 'refused', code: 'segment.unknown-reference', message } as const;
  }
  const circle = circleThrough(handle, condition, (other) => {
    const read = parseQuery(queries.get(other) ?? '');
    return read.outcome === 'parsed' ? read.condition : undefined;
  });
  if (circle === undefined) return undefined;
  const message = `The query leads back to the segment itself: ${circle.join(' → ')}. Write out one of them instead.`;
  return { outcome: 'refused', code: 'segment.circle', message } as const;
}

/** Why a segment cannot have a name, if it cannot. */
export function nameRefused(name: string): RefusedSegment | undefined {
  const length = name.trim().length;
  const message =
    length === 0 || length > LONGEST_NAME
      ? `A segment's name has 1 to ${LONGEST_NAME} characters; this one has ${length}.`
      : UNPRINTABLE.test(name)
        ? "A segment's name is one line of whole characters: take out line breaks and what cannot be printed."
        : undefined;
  return message === undefined ? undefined : { outcome: 'refused', code: 'segment.bad-name', message };
}

/**
 * Deletes segments, each found by id or handle; all of them, or none while queries of others refer to one of them. Their
 * members leave when the street is next advanced; what was recorded of them stays.
 */
export async function deleteSegments(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  idsOrHandles: readonly string[],
): Promise<{ readonly outcome: 'deleted'; readonly segments: readonly Segment[] } | RefusedSegment> {
  return ledger.segments.delete(shop.id, idsOrHandles, clock(), (segments, all) => {
    const deleted = new Set(segments.map(({ id }) => id));
    const referring = referringAmong(all.filter(({ id }) => !deleted.has(id)));
    const used = segments.find(({ handle }) => referring.has(handle));
    if (used === undefined) return undefined;
    const others = (referring.get(used.handle) ?? []).toSorted((a, b) => (a.handle < b.handle ? -1 : 1));
    return inUse(segments.length === 1 ? 'it' : `'${used.name}'`, others);
  });
}

/** @param used what a sentence calls the segment */
function inUse(used: string, referring: readonly Segment[]) {
  const names = new Intl.ListFormat('en').format(referring.map(({ name }) => `'${name}'`));
  const [who, them] =
    referring.length === 1 ? [`segment ${names} refers`, 'that one'] : [`segments ${names} refer`, 'those'];
  const message = `The ${who} to ${used}: change or delete ${them} first.`;
  return { outcome: 'refused', code: 'segment.in-use', message } as const;
}
