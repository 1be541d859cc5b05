import { type ListParameters, type ListRules, passes, type Window } from './list.js';
import type { Rows, Selected } from './rows.js';
import type { PostOrdering } from './shop.js';
import type { Seconds } from './site.js';

interface Post {
  readonly id: number;
  readonly created: Seconds;
  readonly modified: Seconds;
}

/** How orders and products are listed: the newest first, by when they were made. */
export const POST_LIST = {
  orderings: ['date', 'modified', 'id'],
  defaults: { by: 'date', descending: true },
  dates: true,
} as const satisfies ListRules<PostOrdering>;

const ANY_TIME: Window = { after: undefined, before: undefined };
const isOpen = ({ after, before }: Window) => after === undefined && before === undefined;

/** A page of orders or products. A window of time is found, not searched for. */
export function pageOf<T extends Post>(
  rows: Rows<T, PostOrdering>,
  list: ListParameters<PostOrdering>,
  filter: ((row: T) => boolean) | undefined,
  tie?: (row: T, end: number) => number,
): Selected<T> {
  const { by, descending, offset, perPage, created, modified, include, exclude } = list;
  const isByChange = !isOpen(modified);
  const rest = { created: isByChange ? created : ANY_TIME, modified: ANY_TIME, include, exclude };
  const searches = [filter, include, exclude].some((one) => one !== undefined) || !isOpen(rest.created);
  return rows.select({
    by,
    descending,
    within: isByChange ? { by: 'modified', ...modified } : { by: isOpen(created) ? by : 'date', ...created },
    where: searches ? (row) => passes(rest, row) && (filter === undefined || filter(row)) : undefined,
    offset,
    limit: perPage,
    tie,
  });
}
