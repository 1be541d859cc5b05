import { isTrue } from './list.js';
import type { Site } from './site.js';

export interface Paged {
  /** Path of the list below the shop's address. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  /** Parameters that the server itself set while it answered; they show in its links. */
  readonly set: readonly (readonly [name: string, value: string])[];
}

/** The headers of a list: totals, and links to the pages before and after, where there are any. */
export function pagingHeaders({ path, query, page, perPage, total, set }: Paged, site: Site): Record<string, string> {
  const pages = Math.ceil(total / perPage);
  const link = (to: number, rel: string) =>
    `<${site.url}${path}?${new URLSearchParams(withPage(query, set, to))}>; rel="${rel}"`;
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, pages), 'prev')] : []),
    ...(page < pages ? [link(page + 1, 'next')] : []),
  ];
  return {
    'x-wp-total': String(total),
    'x-wp-totalpages': String(pages),
    ...(links.length > 0 && { link: links.join(', ') }),
  };
}

/** The parameters of a request as its links repeat them: the page in its place, or last. */
function withPage(query: URLSearchParams, set: Paged['set'], page: number): [string, string][] {
  const entries = [...query].flatMap(([name, value]): [string, string][] => {
    if (name === 'dates_are_gmt') return [[name, isTrue(value) ? '1' : '']];
    if (name === 'status') return value.split(',').map((one, index) => [`status[${index}]`, one]);
    return [[name, value]];
  });
  const setBefore = new Set(entries.map(([name]) => name));
  for (const [name, value] of set) if (!setBefore.has(name)) entries.push([name, value]);
  const own = entries.find(([name]) => name === 'page');
  if (own === undefined) entries.push(['page', String(page)]);
  else own[1] = String(page);
  return entries;
}
