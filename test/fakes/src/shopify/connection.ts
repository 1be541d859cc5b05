import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Args, Context } from './context.js';
import type { Id } from './gid.js';
import { compareKeys, Listed, type SortBy, type SortKey } from './listed.js';
import { readSearch, type SearchFields } from './search.js';

/** How rows may be asked for. */
export interface Listing<T> {
  readonly sortKeys?: Readonly<Record<string, SortBy<T>>>;
  readonly search?: SearchFields<T>;
  /** Which rows are there for who asks. */
  readonly where?: ((row: T) => boolean) | undefined;
}

/** Rows on one page at most. */
const MOST = 250;

const byId = ({ id }: { readonly id: Id }): string => id.padStart(20, '0');

/** A page of a connection: its rows with their cursors, which name the row that they stand after. */
export function connection<T extends { readonly id: Id }>(
  rows: Listed<T> | readonly T[],
  listing: Listing<T>,
  args: Args,
  context: Context,
  info: GraphQLResolveInfo,
): object {
  const { sortKeys = {}, search, where = () => true } = listing;
  const by = sortKeys[String(args.sortKey ?? '')] ?? byId;
  const query = typeof args.query === 'string' ? args.query : '';
  const found = search === undefined || query === '' ? undefined : readSearch(query, search);
  if (found !== undefined && found.warnings.length > 0)
    context.searches.push({ path: [String(info.path.key)], query, warnings: found.warnings });
  const test = found === undefined ? where : (row: T) => where(row) && found.test(row);
  // A list within a thing keeps its own order; its cursors are places in it.
  const sorted = rows instanceof Listed ? rows.sorted(by) : rows;
  const keyOf = (row: T, place: number): SortKey => (rows instanceof Listed ? [by(row), row.id] : [place, row.id]);

  if (context.window !== undefined) return everything(sorted, test, context.window, info);
  const page = pageOf(args, info);
  const isReversed = args.reverse === true;
  const backwards = page.isLast !== isReversed;
  const cursor = page.cursor === undefined ? undefined : readCursor(page.cursor);
  if (page.cursor !== undefined && cursor === undefined) throw refused(`Invalid cursor: ${page.cursor}`, info);

  const edges: Edge<T>[] = [];
  let place = cursor === undefined ? (backwards ? sorted.length - 1 : 0) : placeOf(sorted, keyOf, cursor, backwards);
  const isFirst = cursor === undefined || place === (backwards ? sorted.length - 1 : 0);
  for (; place >= 0 && place < sorted.length && edges.length <= page.size; place += backwards ? -1 : 1) {
    const node = sorted[place] as T;
    if (test(node)) edges.push({ cursor: cursorOf(keyOf(node, place)), node });
  }
  const isMore = edges.length > page.size;
  const shown = edges.slice(0, page.size);
  if (page.isLast) shown.reverse();
  return shape(shown, page.isLast ? !isFirst : isMore, page.isLast ? isMore : !isFirst);
}

interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

function shape<T>(edges: readonly Edge<T>[], hasNextPage: boolean, hasPreviousPage: boolean): object {
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function everything<T extends { readonly id: Id }>(
  sorted: readonly T[],
  test: (row: T) => boolean,
  window: NonNullable<Context['window']>,
  info: GraphQLResolveInfo,
): object {
  const isTop = info.path.prev === undefined;
  const end = window.skip + window.take;
  if (isTop && end < sorted.length) window.isMore = true;
  const rows = isTop ? sorted.slice(window.skip, end) : sorted;
  const edges = rows.filter(test).map((node) => ({ cursor: node.id, node }));
  return shape(edges, false, false);
}

function pageOf({ first, last, after, before }: Args, info: GraphQLResolveInfo) {
  if (typeof first !== 'number' && typeof last !== 'number')
    throw refused('you must provide one of first or last', info);
  if (typeof first === 'number' && typeof last === 'number')
    throw refused('providing both first and last is not supported', info);
  const isLast = typeof last === 'number';
  const size = Number(isLast ? last : first);
  const name = isLast ? 'last' : 'first';
  if (size < 0 || size > MOST) throw refused(`${name} must be between 0 and ${MOST}`, info);
  const cursor = isLast ? before : after;
  return { size, isLast, cursor: typeof cursor === 'string' ? cursor : undefined };
}

function refused(message: string, { fieldNodes: nodes }: GraphQLResolveInfo): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code: 'BAD_REQUEST' } });
}

function cursorOf([value, id]: SortKey): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return Buffer.from(`{"last_id":${id},"last_value":${text}}`).toString('base64');
}

/** The numbers in a cursor are read as text, since ids are larger than numbers can be. */
function readCursor(cursor: string): SortKey | undefined {
  const text = Buffer.from(cursor, 'base64').toString();
  const [, id, value] = /^\{"last_id":(\d+),"last_value":(.*)\}$/.exec(text) ?? [];
  if (id === undefined || value === undefined) return undefined;
  const read: unknown = JSON.parse(value);
  return typeof read === 'number' || typeof read === 'string' ? [read, id] : undefined;
}

/** The place of the first row after a cursor, or before it: found by halves. */
function placeOf<T>(
  sorted: readonly T[],
  keyOf: (row: T, place: number) => SortKey,
  cursor: SortKey,
  backwards: boolean,
): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareKeys(keyOf(sorted[middle] as T, middle), cursor);
    if (order < 0 || (order === 0 && !backwards)) low = middle + 1;
    else high = middle;
  }
  return backwards ? low - 1 : low;
}
