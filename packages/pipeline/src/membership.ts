import type { Segment } from '@clientele/ledger';
import type { Condition } from '@clientele/segmentation';

/**
 * Who is in a segment: those for whom its query holds, if it has one, or who were added by hand, without those who were
 * excluded. The query alone where nothing was ever decided.
 */
export function membership({ handle, listed }: Pick<Segment, 'handle' | 'listed'>, query: Condition | null): Condition {
  if (query !== null && listed === 0) return query;
  const added: Condition = { kind: 'listed', as: 'added', handle };
  const queried = query?.kind === 'or' ? query.conditions : query === null ? [] : [query];
  const taken: Condition = queried.length === 0 ? added : { kind: 'or', conditions: [...queried, added] };
  const excluded: Condition = { kind: 'listed', as: 'excluded', handle };
  return { kind: 'and', conditions: [taken, { kind: 'not', condition: excluded }] };
}
