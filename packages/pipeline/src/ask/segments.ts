import type { Segment } from '@clientele/ledger';
import type { Instant, Shop } from '@clientele/model';
import { compileCondition } from '@clientele/segmentation';
import { changesSince, memberCounts, profileIds } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
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

/** The saved segments of a shop with their current sizes, by handle. */
export async function listSegments({ ledger, sql }: Parts, shop: Shop): Promise<SegmentSummary[]> {
  const [segments, states, counts] = await Promise.all([
    ledger.segments.list(shop.id),
    ledger.membershipStates.list(shop.id),
    memberCounts(sql, shop.id),
  ]);
  return segments.map((segment) => {
    const state = states.find((candidate) => candidate.segment === segment.id);
    const { id, handle, name, description, query, version } = segment;
    return {
      id,
      handle,
      name,
      description,
      query,
      version,
      members: counts.get(id) ?? 0,
      evaluatedAt: state?.evaluated?.evaluatedAt ?? null,
      state: state?.state ?? 'new',
    };
  });
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

/** Who would enter and leave a saved segment if a query took its place. */
export async function diffSegment(
  parts: Parts,
  shop: Shop,
  segment: string,
  query: string,
): Promise<Difference | { readonly outcome: 'invalid'; readonly errors: readonly QueryFault[] }> {
  const [before, after] = [await readQuery(parts, shop.id, segment), await readQuery(parts, shop.id, query)];
  if (before.outcome === 'invalid') return before;
  if (after.outcome === 'invalid') return after;
  const question = await prepare(parts, shop, asOf(parts, shop), [before.condition, after.condition], after.segments);
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
     FROM (SELECT ${was.sql} AS was, ${is.sql} AS now FROM profiles WHERE shop = {members_shop:String})`,
    { ...was.params, ...is.params, ...question.parameters },
  );
  return {
    outcome: 'compared',
    entering: Number(row?.entering ?? 0),
    leaving: Number(row?.leaving ?? 0),
    staying: Number(row?.staying ?? 0),
  };
}

export interface SegmentChange {
  readonly segment: string;
  readonly profile: string;
  readonly change: 'entered' | 'left';
  readonly at: string;
  readonly cause: string;
}

/** Entries and exits of one segment (by id or handle) or of all, oldest first. */
export async function segmentChanges(
  { ledger, sql }: Parts,
  shop: Shop,
  filter: { readonly segment?: string; readonly since?: Instant; readonly limit: number },
): Promise<SegmentChange[] | undefined> {
  const segments = await ledger.segments.list(shop.id);
  const handles = new Map(segments.map(({ id, handle }) => [id as string, handle]));
  const segment =
    filter.segment === undefined
      ? undefined
      : segments.find(({ id, handle }) => id === filter.segment || handle === filter.segment)?.id;
  if (filter.segment !== undefined && segment === undefined) return undefined;
  const changes = await changesSince(sql, shop.id, {
    limit: filter.limit,
    ...(segment === undefined ? {} : { segment }),
    ...(filter.since === undefined ? {} : { since: filter.since }),
  });
  const ids = await profileIds(sql, shop.id, [...new Set(changes.map(({ profileNo }) => profileNo))]);
  return changes.map(({ segment: id, profileNo, change, at, cause }) => ({
    segment: handles.get(id) ?? id,
    profile: ids.get(profileNo) ?? '',
    change,
    at,
    cause,
  }));
}
