import type { Instant } from '@clientele/model';
import { z } from 'zod';
import type { CursorForm, Page } from '../connector.js';
import type { Json } from '../json.js';

const pagesCursor = z.strictObject({ since: z.string().nullable(), page: z.int().min(1) });
export type PagesCursor = z.output<typeof pagesCursor>;

export interface Pages {
  readonly cursor: CursorForm<PagesCursor>;
  start(since: Instant | undefined): PagesCursor;
  /**
   * The page that came. With `total`, what the platform says there is in all, the end is told by that: some platforms
   * give their last page again and again. Without it, a page that is not full is the last.
   */
  page(cursor: PagesCursor, objects: readonly Json[], total?: number): Page<PagesCursor>;
}

/**
 * Pages by number: only for lists whose order does not change while they are read (by id, not by change time). Where
 * one of them may be deleted meanwhile, another is passed over: the stream needs `read` and a sweep.
 */
export function pages(pageSize: number): Pages {
  return {
    cursor: { version: 1, schema: pagesCursor },
    start: (since) => ({ since: since ?? null, page: 1 }),
    page(cursor, objects, total) {
      const isLast = total === undefined ? objects.length < pageSize : cursor.page * pageSize >= total;
      return { objects, next: { ...cursor, page: cursor.page + 1 }, done: isLast || objects.length === 0, total };
    },
  };
}
