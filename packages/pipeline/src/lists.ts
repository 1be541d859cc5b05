import type { Ledger, ListChange } from '@clientele/ledger';
import type { SegmentId, Shop } from '@clientele/model';
import type { Condition, ListedPerson, Lists } from '@clientele/segmentation';
import { decisionsAbout } from '@clientele/warehouse';
import type { Parts } from './parts.js';
import { listsIn } from './references.js';
import { queriesBehind, type SavedSegment } from './saved-segments.js';

/** Changes that are asked for by their numbers; of more, all are read. */
const NUMBERS_AT_ONCE = 1_000;

/** What was decided by hand about some profiles and the segments that conditions are about, for the reference evaluator. */
export async function listsAbout(
  { ledger, sql }: Pick<Parts, 'ledger' | 'sql'>,
  shop: Shop,
  conditions: readonly Condition[],
  segments: ReadonlyMap<string, SavedSegment>,
  profiles: ReadonlyMap<number, string>,
): Promise<Lists> {
  const asked = [...conditions, ...queriesBehind(conditions, segments).values()].flatMap(listsIn);
  const handles = new Map(
    asked.flatMap(({ handle }) => {
      const id = segments.get(handle)?.segment.id;
      return id === undefined ? [] : [[id as string, handle]];
    }),
  );
  if (handles.size === 0) return new Map();
  const ids = [...segments.values()].map(({ segment }) => segment.id).filter((id) => handles.has(id));
  const decisions = await decisionsAbout(sql, shop.id, ids, [...profiles.keys()]);
  const changes = await changesBehind(ledger, shop, ids, decisions);
  const lists = new Map<string, Map<string, ListedPerson[]>>();
  for (const { segment, profileNo, decided, change: number } of decisions) {
    const [handle, person, change] = [handles.get(segment), profiles.get(profileNo), changes.get(number)];
    if (handle === undefined || person === undefined || change === undefined) continue;
    const list = lists.get(handle) ?? new Map<string, ListedPerson[]>();
    lists.set(handle, list);
    const { at, by, reason } = change;
    list.set(person, [...(list.get(person) ?? []), { as: decided, at, by, reason }]);
  }
  return lists;
}

/** The changes that decisions about some segments were made by, by number. */
export async function changesBehind(
  ledger: Pick<Ledger, 'listChanges'>,
  shop: Shop,
  segments: readonly SegmentId[],
  decisions: readonly { readonly change: number }[],
): Promise<Map<number, ListChange>> {
  const numbers = [...new Set(decisions.map(({ change }) => change))];
  const made = await ledger.listChanges.list(shop.id, segments, numbers.length > NUMBERS_AT_ONCE ? undefined : numbers);
  return new Map(made.map((change) => [change.number, change]));
}
