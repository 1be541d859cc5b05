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

/** A page of orders or products. A window on what the list is ordered by is found, not searched for. */
export function pageOf<T extends Post>(
  rows: Rows<T, PostOrdering>,
  list: ListParameters<PostOrdering>,
  filter: ((row: T) => boolean) | undefined,
  tie?: (row: T, end: number) => number,
): Selected<T> {
  const { by, descending, offset, perPage, include, exclude } = list;
  const created = by === 'date' ? ANY_TIME : list.created;
  const modified = by === 'modified' ? ANY_TIME : list.modified;
  const found = by === 'date' ? list.created : by === 'modified' ? list.modified : ANY_TIME;
  const rest = { created, modified, include, exclude };
  const searches =
    filter !== undefined ||
    include !== undefined ||
    exclude !== undefined ||
    [created, modified].some(({ after, before }) => after !== undefined || before !== undefined);
  const where = (row: T) => passes(rest, row) && (filter === undefined || filter(row));
  return rows.select({
    by,
    descending,
    ...found,
    where: searches ? where : undefined,
    offset,
    limit: perPage,
    tie,
  });
}
