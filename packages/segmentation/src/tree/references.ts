import type { Condition, SegmentReference } from './condition.js';
import { conditionsIn } from './walk.js';

/** All segment references in a condition, in the order of its text. */
export function referencesIn(condition: Condition): SegmentReference[] {
  return [...conditionsIn(condition)].filter((part) => part.kind === 'segment');
}

/**
 * The handles by which a condition of a segment leads back to that segment, if it does: `a`, `b`, `a`.
 *
 * @param conditionOf the conditions of the segments that are referred to
 */
export function circleThrough(
  handle: string,
  condition: Condition,
  conditionOf: (handle: string) => Condition | undefined,
): string[] | undefined {
  const parents = new Map<string, string>();
  const waiting: (readonly [from: string, condition: Condition])[] = [[handle, condition]];
  for (const [from, at] of waiting) {
    for (const reference of referencesIn(at)) {
      if (reference.handle === handle) return [...wayTo(from, parents), handle];
      if (parents.has(reference.handle)) continue;
      parents.set(reference.handle, from);
      const next = conditionOf(reference.handle);
      if (next !== undefined) waiting.push([reference.handle, next]);
    }
  }
  return undefined;
}

function wayTo(end: string, parents: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let at = parents.get(end); at !== undefined; at = parents.get(at)) way.push(at);
  return way.reverse();
}
