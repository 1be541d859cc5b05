import type { Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { type Condition, checkQuery, type SegmentTemplate, segmentTemplates } from '@clientele/segmentation';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { countEach } from './as-of-members.js';
import { createSegment, type RefusedSegment } from './edit-segments.js';

/** A segment to begin with, and what it would be in a shop. */
export interface OfferedTemplate extends SegmentTemplate {
  /** Profiles that it would select now. */
  readonly count: number;
  /** Whether the shop has a segment of that name. */
  readonly saved: boolean;
}

/** All templates, with how many each would select in the shop now. */
export async function offerTemplates(parts: Parts, shop: Shop): Promise<OfferedTemplate[]> {
  const names = new Set((await parts.ledger.segments.list(shop.id)).map(({ name }) => name));
  const templates = segmentTemplates();
  const counts = await countEach(parts, shop, asOf(parts, shop), templates.map(conditionOf), new Map());
  return templates.map((template, place) => ({
    ...template,
    count: counts[place] ?? 0,
    saved: names.has(template.name),
  }));
}

/**
 * Saves templates, named by handle, as segments of that handle; those whose name the shop has already stay as they are. Members follow
 * when the street is next advanced.
 *
 * @returns the segments that were made
 */
export async function saveTemplates(
  parts: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  handles: readonly string[],
  by: string,
): Promise<{ readonly outcome: 'saved'; readonly segments: readonly Segment[] } | RefusedSegment> {
  const templates = segmentTemplates();
  const unknown = handles.find((handle) => templates.every((template) => template.handle !== handle));
  if (unknown !== undefined) {
    const all = templates.map(({ handle }) => handle).join(', ');
    const message = `There is no template '${unknown}'; there are: ${all}.`;
    return { outcome: 'refused', code: 'template.not-found', message };
  }
  const segments: Segment[] = [];
  for (const { handle, name, description, query } of templates) {
    if (!handles.includes(handle)) continue;
    const draft = { name, description, query };
    const known = await createSegment(parts, shop, { ...draft, handle }, by);
    // The shop may have given the handle to a segment of its own.
    const isTaken = known.outcome === 'refused' && known.code === 'segment.handle-taken';
    const saved = isTaken ? await createSegment(parts, shop, draft, by) : known;
    if (saved.outcome === 'invalid') throw new Error(`the template '${handle}' is no valid query`);
    // Refused is only a name that the shop has.
    if (saved.outcome === 'created') segments.push(saved.segment);
  }
  return { outcome: 'saved', segments };
}

function conditionOf({ handle, query }: SegmentTemplate): Condition {
  const checked = checkQuery(query);
  if (checked.outcome === 'invalid') throw new Error(`the template '${handle}' is no valid query`);
  return checked.condition;
}
