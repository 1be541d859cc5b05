import { invalidParameter, type Problem } from './answer.js';
import { boundOf, type Seconds, type Site } from './site.js';

/** The parameters that any list reads; those that it does not know are ignored, as WordPress does. */
export interface ListParameters<Ordering> {
  readonly page: number;
  readonly perPage: number;
  /** Rows before the page: as `offset` says, or the page's number. */
  readonly offset: number;
  readonly by: Ordering;
  readonly descending: boolean;
  readonly created: Window;
  readonly modified: Window;
  readonly include: ReadonlySet<number> | undefined;
  readonly exclude: ReadonlySet<number> | undefined;
}

/** Both ends are exclusive. */
export interface Window {
  readonly after: Seconds | undefined;
  readonly before: Seconds | undefined;
}

export interface ListRules<Ordering extends string> {
  readonly orderings: readonly Ordering[];
  readonly defaults: { readonly by: Ordering; readonly descending: boolean };
  /** Whether the list can be asked for by dates at all. */
  readonly dates: boolean;
}

export function readList<Ordering extends string>(
  query: URLSearchParams,
  site: Site,
  { orderings, defaults, dates }: ListRules<Ordering>,
): ListParameters<Ordering> | Problem {
  const perPage = wholeNumber(query, 'per_page', 10, 100);
  const page = wholeNumber(query, 'page', 1, undefined);
  if (typeof perPage !== 'number') return perPage;
  if (typeof page !== 'number') return page;
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(offset))
    return invalidParameter('offset', 'rest_invalid_type', 'offset is not of type integer.');
  const ordering = query.get('orderby') ?? defaults.by;
  const by = orderings.find((name) => name === ordering);
  if (by === undefined) return notIn('orderby', orderings);
  const order = query.get('order') ?? (defaults.descending ? 'desc' : 'asc');
  if (order !== 'asc' && order !== 'desc') return notIn('order', ['asc', 'desc']);
  const bounds: Record<string, Seconds | undefined> = {};
  for (const name of dates ? ['after', 'before', 'modified_after', 'modified_before'] : []) {
    const text = query.get(name);
    if (text === null) continue;
    bounds[name] = boundOf(text, isTrue(query.get('dates_are_gmt')), site);
    if (bounds[name] === undefined) return invalidParameter(name, 'rest_invalid_date', 'Invalid date.');
  }
  return {
    page,
    perPage,
    offset: offset === 0 ? (page - 1) * perPage : offset,
    by,
    descending: order === 'desc',
    created: { after: bounds.after, before: bounds.before },
    modified: { after: bounds.modified_after, before: bounds.modified_before },
    include: idsOf(query, 'include'),
    exclude: idsOf(query, 'exclude'),
  };
}

/** All values of a parameter that may be a list, however it is written: `a,b`, `x[]=a&x[]=b`, `x[0]=a`. */
export function listOf(query: URLSearchParams, name: string): string[] {
  const own = (key: string) => key === name || (key.startsWith(`${name}[`) && key.endsWith(']'));
  return [...query].flatMap(([key, value]) => (own(key) ? value.split(',') : [])).filter((value) => value !== '');
}

/** Whether a row is within the windows and ids that a list asks for. */
export function passes(
  { created, modified, include, exclude }: Pick<ListParameters<string>, 'created' | 'modified' | 'include' | 'exclude'>,
  row: { readonly id: number; readonly created: Seconds; readonly modified: Seconds | null },
): boolean {
  const within = ({ after, before }: Window, time: Seconds | null) =>
    (after === undefined || (time !== null && time > after)) &&
    (before === undefined || (time !== null && time < before));
  return (
    within(created, row.created) &&
    within(modified, row.modified) &&
    (include === undefined || include.has(row.id)) &&
    exclude?.has(row.id) !== true
  );
}

export const isTrue = (text: string | null): boolean => text !== null && ['true', '1', 'yes'].includes(text);

function idsOf(query: URLSearchParams, name: string): ReadonlySet<number> | undefined {
  const ids = listOf(query, name).map(Number);
  return ids.length === 0 ? undefined : new Set(ids);
}

function wholeNumber(query: URLSearchParams, name: string, usual: number, most: number | undefined): number | Problem {
  const text = query.get(name);
  if (text === null) return usual;
  const number = Number(text);
  if (!Number.isInteger(number)) return invalidParameter(name, 'rest_invalid_type', `${name} is not of type integer.`);
  if (number >= 1 && (most === undefined || number <= most)) return number;
  const range = most === undefined ? 'greater than or equal to 1' : `between 1 (inclusive) and ${most} (inclusive)`;
  return invalidParameter(name, 'rest_out_of_bounds', `${name} must be ${range}`);
}

function notIn(name: string, values: readonly string[]): Problem {
  const all = `${values.slice(0, -1).join(', ')}, and ${values.at(-1)}`;
  return invalidParameter(name, 'rest_not_in_enum', `${name} is not one of ${all}.`);
}
