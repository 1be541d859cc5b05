import type { MembershipState, Segment } from '@clientele/ledger';
import type { Instant, Shop } from '@clientele/model';
import { asOf } from '../as-of.js';
import { memberCounts } from '../member-counts.js';
import type { Parts } from '../parts.js';
import { notEvaluated, savedSegments } from '../saved-segments.js';
import { memberCountsAsOf } from './as-of-members.js';
import { createSegment, reviseSegment } from './edit-segments.js';
import type { QueryFault } from './read-query.js';

export interface SegmentSummary {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  readonly query: string;
  readonly version: number;
  readonly members: number;
  readonly evaluatedAt: Instant | null;
  readonly state: 'new' | 'evaluating' | 'fresh' | 'failed';
  /** Why its members could not be brought up to date, as a sentence; null where they could. */
  readonly failure: string | null;
}

/** The saved segments of a shop by handle, with their current sizes, or those as of another time. */
export async function listSegments(parts: Parts, shop: Shop, asked?: Instant): Promise<SegmentSummary[]> {
  const { ledger } = parts;
  if (asked !== undefined) return segmentsAsOf(parts, shop, asked);
  const [segments, states, counts] = await Promise.all([
    ledger.segments.list(shop.id),
    ledger.membershipStates.list(shop.id),
    memberCounts(parts, shop.id),
  ]);
  return segments.map((segment) => {
    const state = states.find((candidate) => candidate.segment === segment.id);
    return {
      ...described(segment),
      members: counts.get(segment.id) ?? 0,
      evaluatedAt: state?.evaluated?.evaluatedAt ?? null,
      state: state?.state ?? 'new',
      failure: failureIn(state),
    };
  });
}

/** Why the members of a segment could not be brought up to date, as a sentence; null where they could. */
export function failureIn(state: MembershipState | undefined): string | null {
  return state?.state === 'failed' ? state.error : null;
}

async function segmentsAsOf(parts: Parts, shop: Shop, asked: Instant): Promise<SegmentSummary[]> {
  const [all, segments] = await Promise.all([parts.ledger.segments.list(shop.id), savedSegments(parts, shop.id)]);
  const counts = await memberCountsAsOf(parts, shop, asOf(parts, shop, asked), segments);
  const reasons = new Map(segments.unreadable.map(({ segment, reason }) => [segment.id, reason]));
  return all.map((segment) => {
    const members = counts.get(segment.id);
    if (members !== undefined) {
      return { ...described(segment), members, evaluatedAt: asked, state: 'fresh', failure: null };
    }
    const failure = notEvaluated(reasons.get(segment.id));
    return { ...described(segment), members: 0, evaluatedAt: null, state: 'failed', failure };
  });
}

function described({ id, handle, name, description, query, version }: Segment) {
  return { id, handle, name, description, query, version };
}

export type SaveSegment =
  | { readonly outcome: 'created' | 'saved' | 'unchanged'; readonly segment: Segment }
  | { readonly outcome: 'invalid'; readonly errors: readonly QueryFault[] }
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string };

export interface SegmentDraft {
  readonly name: string;
  readonly query: string;
  readonly description?: string;
  readonly expectedVersion?: number;
}

/**
 * Saves a query under a name: a new segment, or a new version of the one of that name, handle or id; refused where the
 * name is of one segment and the handle of another. The text is kept in its canonical form. Members follow when the
 * street is next advanced.
 */
export async function saveSegment(parts: Parts, shop: Shop, draft: SegmentDraft, by: string): Promise<SaveSegment> {
  const all = await parts.ledger.segments.list(shop.id);
  const [known, another] = all.filter(
    ({ id, handle, name }) => name === draft.name || handle === draft.name || id === draft.name,
  );
  if (known === undefined) return createSegment(parts, shop, draft, by);
  if (another !== undefined) return twoOf(draft.name, [known, another]);
  const { name: _, ...revision } = draft;
  return reviseSegment(parts, shop, known.id, revision, by);
}

/** After a segment was renamed, another one may have the name that its handle was made of. */
function twoOf(name: string, segments: readonly Segment[]): SaveSegment {
  const [named, other] = segments.toSorted((a, b) => Number(b.name === name) - Number(a.name === name));
  const message =
    `'${name}' is the name of the segment '${named?.handle}' and the handle of '${other?.name}': ` +
    `write '${named?.handle}' or '${other?.name}'.`;
  return { outcome: 'refused', code: 'segment.ambiguous-name', message };
}
