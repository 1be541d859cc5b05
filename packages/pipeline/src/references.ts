import { type Condition, conditionsIn, type Listed, type SegmentReference } from '@clientele/segmentation';

export { referencesIn } from '@clientele/segmentation';

/** All parts of a condition that ask what was decided by hand, in the order of its text. */
export function listsIn(condition: Condition): Listed[] {
  return [...conditionsIn(condition)].filter((part) => part.kind === 'listed');
}

/** The condition with each segment reference replaced by another condition. */
export function replaceReferences(
  condition: Condition,
  replace: (reference: SegmentReference) => Condition,
  replaceListed: (listed: Listed) => Condition = (listed) => listed,
): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return {
        ...condition,
        conditions: condition.conditions.map((part) => replaceReferences(part, replace, replaceListed)),
      };
    case 'not':
      return { ...condition, condition: replaceReferences(condition.condition, replace, replaceListed) };
    case 'segment':
      return replace(condition);
    case 'listed':
      return replaceListed(condition);
    default:
      return condition;
  }
}
