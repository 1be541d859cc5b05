import type { CursorForm, Json, Page } from '@clientele/connector-kit';
import type { Instant } from '@clientele/model';
import { z } from 'zod';

const walk = z.strictObject({
  /** Those registered since then are asked for, the newest first; null where all are, the oldest first. */
  since: z.iso.datetime().nullable(),
  offset: z.int().min(0),
  /** The last id of the page before. */
  last: z.int().nullable(),
});
export type AccountWalk = z.output<typeof walk>;

const registered = z.object({ id: z.number(), date_created_gmt: z.string() });

export const accountCursor: CursorForm<AccountWalk> = { version: 1, schema: walk };

export function startOfAccounts(since: Instant | undefined): AccountWalk {
  return { since: since ?? null, offset: 0, last: null };
}

/** The question for a page of customers, of all roles, by id: the only order that does not change. */
export function accountQuery({ since, offset }: AccountWalk, pageSize: number) {
  return { per_page: pageSize, role: 'all', orderby: 'id', order: since === null ? 'asc' : 'desc', offset };
}

/**
 * The page that came, and how to go on. Each page begins with the last one of the page before. Where it does not, some were
 * deleted and the others moved up: then it goes back as far as it must.
 */
export function walkedAccounts(cursor: AccountWalk, objects: readonly Json[], pageSize: number): Page<AccountWalk> {
  const { since, offset, last } = cursor;
  const accounts = objects.flatMap((object) => registered.safeParse(object).data ?? []);
  const [first] = accounts;
  const joins = last === null || (first !== undefined && (since === null ? first.id <= last : first.id >= last));
  if (!joins && offset > 0) {
    return { objects, next: { ...cursor, offset: Math.max(0, offset - pageSize + 1) }, done: false };
  }
  const isEarlier =
    since !== null && accounts.some(({ date_created_gmt: at }) => Date.parse(`${at}Z`) < Date.parse(since));
  const next = { since, offset: offset + pageSize - 1, last: accounts.at(-1)?.id ?? last };
  return { objects, next, done: isEarlier || objects.length < pageSize };
}
