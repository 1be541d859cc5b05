import type { ConsentState, Instant, ProfileId, Shop } from '@clientele/model';
import { membersQuery } from '@clientele/segmentation';
import { addressConsents, customerRecordsOf, profileIds } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import {
  addressesOf,
  consentKeysOf,
  EXCLUSIONS,
  type Exclusion,
  type NewestFirst,
  newestFirst,
  newestName,
  reachableAt,
  type WritingChannel,
} from './reachable.js';
import { type ReadQuery, readQuery } from './read-query.js';

/** Members read and handed on at once. */
const MEMBERS_AT_ONCE = 2_000;

/** A member as it leaves the shop. */
export interface ExportedMember {
  readonly profile: ProfileId;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
}

export interface ExportOptions {
  /** Only who may be written to on this channel, and no address of another one. */
  readonly channel?: WritingChannel;
  readonly asked?: Instant;
  /** Who takes the members out, for the audit log. */
  readonly by: string;
  /** Takes the next members, none at least once; without it they are only counted. */
  readonly take?: (members: readonly ExportedMember[]) => Promise<void>;
  /** Aborts when nobody waits any more. */
  readonly signal?: AbortSignal;
}

export interface Exported {
  readonly outcome: 'exported';
  readonly exported: number;
  /** Members that were left out, by the reason. */
  readonly excluded: Readonly<Record<Exclusion, number>>;
}

/** Hands over the members of a query or saved segment, oldest profile first; memory does not grow with their number. */
export async function exportMembers(
  parts: Parts,
  shop: Shop,
  queryOrSegment: string,
  { channel, asked, by, take, signal }: ExportOptions,
): Promise<Exported | Extract<ReadQuery, { outcome: 'invalid' }>> {
  const read = await readQuery(parts, shop.id, queryOrSegment);
  if (read.outcome === 'invalid') return read;
  if (take !== undefined) {
    // First, so that nothing personal leaves without a trace.
    const entry = { who: by, what: 'members.exported', subject: read.segment?.id ?? 'query' };
    await parts.ledger.auditLog.append(shop.id, entry, parts.clock());
    await take([]);
  }
  const waiting = signal === undefined ? {} : { signal };
  const question = await prepare(parts, shop, asOf(parts, shop, asked), [read.condition], read.segments, waiting);
  const [condition = read.condition] = question.conditions;
  const excluded = Object.fromEntries(EXCLUSIONS.map((reason) => [reason, 0])) as Record<Exclusion, number>;
  let [after, exported] = [0, 0];
  for (;;) {
    const query = membersQuery(condition, question.context, { limit: MEMBERS_AT_ONCE, after });
    const rows = await parts.sql.query<{ profile_no: number }>(query.sql, query.params, { lane: 'heavy', ...waiting });
    const last = rows[rows.length - 1];
    if (last === undefined) return { outcome: 'exported', exported, excluded };
    const page = await exportPage(
      parts,
      shop,
      rows.map((row) => row.profile_no),
      channel,
    );
    for (const reason of page.exclusions) excluded[reason] += 1;
    await take?.(page.members);
    exported += page.members.length;
    after = last.profile_no;
  }
}

async function exportPage(
  { sql }: Parts,
  shop: Shop,
  profileNos: readonly number[],
  channel: WritingChannel | undefined,
): Promise<{ readonly members: readonly ExportedMember[]; readonly exclusions: readonly Exclusion[] }> {
  const [ids, recordsOf] = await Promise.all([
    profileIds(sql, shop.id, profileNos),
    customerRecordsOf(sql, shop.id, profileNos),
  ]);
  const people = profileNos.flatMap((number) => {
    const profile = ids.get(number);
    return profile === undefined ? [] : [{ profile, records: newestFirst(recordsOf.get(number) ?? []) }];
  });
  if (channel === undefined) {
    const members = people.map(({ profile, records }) => ({
      ...named(profile, records),
      email: addressesOf(records, 'email')[0] ?? null,
      phone: addressesOf(records, 'sms')[0] ?? null,
    }));
    return { members, exclusions: [] };
  }
  const keys = people.flatMap(({ records }) =>
    addressesOf(records, channel).flatMap((address) => consentKeysOf(records, channel, address)),
  );
  const consents = await addressConsents(sql, shop.id, channel, [...new Set(keys)]);
  // In another spelling an address may be somebody else's too: what is said of it may forbid, and never allows.
  const statesOf = (records: NewestFirst, address: string): ConsentState[] =>
    consentKeysOf(records, channel, address).flatMap((key, index) =>
      (consents.get(key) ?? []).filter((state) => index === 0 || state !== 'SUBSCRIBED'),
    );
  const members: ExportedMember[] = [];
  const exclusions: Exclusion[] = [];
  for (const { profile, records } of people) {
    const found = reachableAt(addressesOf(records, channel), (address) => statesOf(records, address));
    if ('exclusion' in found) exclusions.push(found.exclusion);
    else members.push({ ...named(profile, records), [channel === 'email' ? 'email' : 'phone']: found.address });
  }
  return { members, exclusions };
}

function named(profile: ProfileId, records: NewestFirst): ExportedMember {
  return { profile, email: null, phone: null, name: newestName(records) ?? null };
}
