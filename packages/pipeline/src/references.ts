import type { Condition, SegmentReference } from '@clientele/segmentation';

/** All segment references in a condition, in the order of its text. */
export function referencesIn(condition: Condition): SegmentReference[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(referencesIn);
    case 'not':
      return referencesIn(condition.condition);
    case 'segment':
      return [condition];
    default:
      return [];
  }
}

/** The condition with each segment reference replaced by another condition. */
export function replaceReferences(
  condition: Condition,
  replace: (reference: SegmentReference) => Condition,
): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, conditions: condition.conditions.map((part) => replaceReferences(part, replace)) };
    case 'not':
      return { ...condition, condition: replaceReferences(condition.condition, replace) };
    case 'segment':
      return replace(condition);
    default:
      return condition;
  }
}
