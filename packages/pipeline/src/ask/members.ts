import type { Instant, ProfileId, Shop } from '@clientele/model';
import { membersQuery } from '@clientele/segmentation';
import { profileIds, profileNos, type RecordKey, recordKeysOf } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { withoutHoldOut } from '../hold-out.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { type ReadQuery, readQuery } from './read-query.js';
import { type StaleReference, staleReferences } from './stale-references.js';

type Invalid = Extract<ReadQuery, { outcome: 'invalid' }>;

export interface Member {
  readonly profile: ProfileId;
  /** The customer records that are this person. */
  readonly records: readonly RecordKey[];
}

export interface MembersPage {
  readonly outcome: 'listed';
  readonly members: readonly Member[];
  /** Give this to get the next page; null at the end. */
  readonly after: string | null;
  readonly stale: readonly StaleReference[];
}

export interface Page {
  readonly limit: number;
  /** The id of the last profile of the page before. */
  readonly after?: string;
  /** Leaves out those whom the shop leaves alone. */
  readonly withoutHoldOut?: boolean;
}

/** Profiles for which a query holds, oldest profile first, page by page. */
export async function members(
  parts: Parts,
  shop: Shop,
  queryOrSegment: string,
  page: Page,
  asked?: Instant,
): Promise<MembersPage | Invalid | { readonly outcome: 'bad-cursor'; readonly message: string }> {
  const read = await readQuery(parts, shop.id, queryOrSegment);
  if (read.outcome === 'invalid') return read;
  const { sql } = parts;
  let after: number | undefined;
  if (page.after !== undefined) {
    after = (await profileNos(sql, shop.id, [page.after as ProfileId])).get(page.after as ProfileId);
    if (after === undefined) {
      return {
        outcome: 'bad-cursor',
        message: `'${page.after}' is no cursor of this shop: give the 'after' of a page`,
      };
    }
  }
  const at = asOf(parts, shop, asked);
  const wanted = page.withoutHoldOut === true ? withoutHoldOut(read.condition) : read.condition;
  const question = await prepare(parts, shop, at, [wanted], read.segments);
  const [condition = wanted] = question.conditions;
  const query = membersQuery(condition, question.context, {
    limit: page.limit + 1,
    ...(after === undefined ? {} : { after }),
  });
  const rows = await sql.query<{ profile_no: number }>(query.sql, query.params);
  const numbers = rows.slice(0, page.limit).map((row) => row.profile_no);
  const [ids, records] = await Promise.all([profileIds(sql, shop.id, numbers), recordKeysOf(sql, shop.id, numbers)]);
  const listed = numbers.flatMap((number): Member[] => {
    const profile = ids.get(number);
    return profile === undefined ? [] : [{ profile, records: records.get(number) ?? [] }];
  });
  return {
    outcome: 'listed',
    members: listed,
    after: rows.length > page.limit ? (listed[listed.length - 1]?.profile ?? null) : null,
    stale: await staleReferences(parts, shop, at, [read.condition], read.segments),
  };
}
