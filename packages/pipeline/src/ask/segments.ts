import type { Segment } from '@clientele/ledger';
import type { Instant, Shop } from '@clientele/model';
import { compileCondition } from '@clientele/segmentation';
import { asOf } from '../as-of.js';
import { memberCounts } from '../member-counts.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { savedSegments } from '../saved-segments.js';
import { memberCountsAsOf } from './as-of-members.js';
import { createSegment, reviseSegment } from './edit-segments.js';
import { type QueryFault, readQuery } from './read-query.js';

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
    };
  });
}

async function segmentsAsOf(parts: Parts, shop: Shop, asked: Instant): Promise<SegmentSummary[]> {
  const [all, segments] = await Promise.all([parts.ledger.segments.list(shop.id), savedSegments(parts, shop.id)]);
  const counts = await memberCountsAsOf(parts, shop, asOf(parts, shop, asked), segments);
  return all.map((segment) => {
    const members = counts.get(segment.id);
    return members === undefined
      ? { ...described(segment), members: 0, evaluatedAt: null, state: 'failed' }
      : { ...described(segment), members, evaluatedAt: asked, state: 'fresh' };
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
 * Saves a query under a name: a new segment, or a new version of the one of that name, handle or id. The text is kept
 * in its canonical form. Members follow when the street is next advanced.
 */
export async function saveSegment(parts: Parts, shop: Shop, draft: SegmentDraft, by: string): Promise<SaveSegment> {
  const known = (await parts.ledger.segments.list(shop.id)).find(
    ({ id, handle, name }) => name === draft.name || handle === draft.name || id === draft.name,
  );
  if (known === undefined) return createSegment(parts, shop, draft, by);
  const { name: _, ...revision } = draft;
  return reviseSegment(parts, shop, known.id, revision, by);
}

export interface Difference {
  readonly outcome: 'compared';
  readonly entering: number;
  readonly leaving: number;
  readonly staying: number;
}

/** Which of two texts cannot be read, and why. */
export interface UnreadText {
  readonly outcome: 'invalid';
  readonly errors: readonly QueryFault[];
  readonly text: string;
}

/** Who would enter and leave a saved segment if a query took its place, at the shop's own time or at another. */
export async function diffSegment(
  parts: Parts,
  shop: Shop,
  segment: string,
  query: string,
  asked?: Instant,
): Promise<Difference | UnreadText> {
  const [before, after] = [await readQuery(parts, shop.id, segment), await readQuery(parts, shop.id, query)];
  if (before.outcome === 'invalid') return { ...before, text: segment };
  if (after.outcome === 'invalid') return { ...after, text: query };
  const at = asOf(parts, shop, asked);
  const question = await prepare(parts, shop, at, [before.condition, after.condition], after.segments);
  const [was, is] = question.conditions.map((condition, index) => {
    const { sql, params } = compileCondition(condition, question.context);
    // The two conditions are compiled apart, so their parameters would have the same names.
    const prefix = index === 0 ? 'was_' : 'is_';
    return {
      sql: sql.replaceAll(/\{(p\d+):/g, `{${prefix}$1:`),
      params: Object.fromEntries(Object.entries(params).map(([name, value]) => [`${prefix}${name}`, value])),
    };
  });
  if (was === undefined || is === undefined) throw new Error('two conditions were prepared');
  const [row] = await parts.sql.query<Record<string, string>>(
    `SELECT toString(countIf(NOT was AND now)) AS entering, toString(countIf(was AND NOT now)) AS leaving,
       toString(countIf(was AND now)) AS staying
     FROM (SELECT ${was.sql} AS was, ${is.sql} AS now FROM profiles WHERE shop = {shop:String})`,
    { ...was.params, ...is.params, shop: shop.id },
  );
  return {
    outcome: 'compared',
    entering: Number(row?.entering ?? 0),
    leaving: Number(row?.leaving ?? 0),
    staying: Number(row?.staying ?? 0),
  };
}
