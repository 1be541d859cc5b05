import { resolveAll } from '@clientele/identity';
import type { Shop } from '@clientele/model';
import {
  countMembers,
  customerKeys,
  ghosts,
  profileIds,
  profilesOfCustomers,
  recordedIdentities,
  type UnequalRecord,
  unequalPurchases,
  unequalRecords,
} from '@clientele/warehouse';
import { memberCounts } from '../member-counts.js';
import type { Parts } from '../parts.js';
import type { SavedSegment } from '../saved-segments.js';
import type { Findings } from './audit-findings.js';

/** So many of what is wrong are kept; the rest is counted. */
const KEPT = 100;

/**
 * What only the whole shop shows: whether the records of each person are one profile, whether there is a row or a
 * member for which there is no profile, whether members are whoever entered last, whether purchases are found by product
 * as the profiles have them, and whether what is kept by customer is what the facts say. Memory hardly grows with the shop.
 */
export async function auditShop(
  parts: Parts,
  shop: Shop,
  segments: readonly SavedSegment[],
  findings: Findings,
): Promise<void> {
  await auditIdentity(parts, shop, findings);
  await auditGhosts(parts, shop, segments, findings);
  await auditPurchases(parts, shop, findings);
  await auditRecords(parts, shop, findings);
}

interface Misplaced {
  readonly customer: number;
  /** 0 for none. */
  readonly profile: number;
  readonly stored: string;
  readonly found: string;
}

/** Works the people out from all records, and compares: every person must have one profile, and nobody else be in it. */
async function auditIdentity({ sql }: Parts, shop: Shop, findings: Findings): Promise<void> {
  // In the order of customers; plain lists, since a map of a million entries takes ten times as much.
  const customers: number[] = [];
  const profiles: number[] = [];
  const existing = async function* () {
    for await (const identity of recordedIdentities(sql, shop.id)) {
      customers.push(identity.customer);
      profiles.push(identity.profile ?? 0);
      if (identity.exists) yield identity;
    }
  };
  const { personOf, persons } = await resolveAll(existing());
  const profileOf = new Uint32Array(persons);
  const personOfProfile: number[] = [];
  const wrong: Misplaced[] = [];
  let count = 0;
  for (const [index, customer] of customers.entries()) {
    const profile = profiles[index] ?? 0;
    const person = personOf[customer] ?? -1;
    if (person !== -1 && profile !== 0) {
      profileOf[person] ||= profile;
      personOfProfile[profile] ??= person;
    }
    const problem = problemOf(person, profile);
    if (problem === undefined) continue;
    count += 1;
    if (wrong.length < KEPT) wrong.push({ customer, profile, ...problem });
  }
  await findings.add(wrong, count, async (some) => {
    const keys = await customerKeys(
      sql,
      shop.id,
      some.map(({ customer }) => customer),
    );
    const ids = await profileIds(
      sql,
      shop.id,
      some.map(({ profile }) => profile),
    );
    return some.map(({ customer, profile, stored, found }) => {
      const { connection = '', externalId = '' } = keys.get(customer) ?? {};
      return { of: 'identity', name: `${connection} ${externalId}`, profile: ids.get(profile) ?? '', stored, found };
    });
  });

  function problemOf(person: number, profile: number): Pick<Misplaced, 'stored' | 'found'> | undefined {
    if (person === -1) return profile === 0 ? undefined : { stored: 'in a profile', found: 'deleted' };
    if (profile === 0) return { stored: 'in no profile', found: 'a person' };
    if (profileOf[person] !== profile)
      return { stored: 'in a profile apart', found: 'a person who has another profile' };
    return personOfProfile[profile] === person ? undefined : { stored: 'in the same profile', found: 'another person' };
  }
}

async function auditGhosts(
  { ledger, sql }: Parts,
  shop: Shop,
  segments: readonly SavedSegment[],
  findings: Findings,
): Promise<void> {
  const handles = new Map(segments.map(({ segment }) => [segment.id as string, segment.handle]));
  const { rows, members, unfollowed } = await ghosts(sql, shop.id, [...handles.keys()]);
  const ids = await profileIds(
    sql,
    shop.id,
    [...rows, ...members, ...unfollowed].slice(0, KEPT).map(({ profileNo }) => profileNo),
  );
  for (const { profileNo, rows: stored, inMap } of rows) {
    findings.compare('trait', 'rows', ids.get(profileNo) ?? '', String(stored), inMap ? '1' : '0');
  }
  for (const { segment, profileNo } of members) {
    findings.compare('segment', handles.get(segment) ?? segment, ids.get(profileNo) ?? '', 'in', 'no profile');
  }
  const [counted, there] = [await memberCounts({ ledger, sql }, shop.id), await countMembers(sql, shop.id)];
  for (const [id, handle] of handles) {
    findings.compare('segment', handle, '', `${counted.get(id) ?? 0} members`, `${there.get(id) ?? 0} members`);
  }
  for (const { segment, profileNo, entered } of unfollowed) {
    const [stored, found] = entered ? ['not everywhere a member', 'entered'] : ['somewhere a member', 'left'];
    findings.compare('segment', handles.get(segment) ?? segment, ids.get(profileNo) ?? '', stored, found);
  }
}

async function auditPurchases({ sql }: Parts, shop: Shop, findings: Findings): Promise<void> {
  const wrong = await unequalPurchases(sql, shop.id);
  const ids = await profileIds(sql, shop.id, wrong.slice(0, KEPT));
  for (const profileNo of wrong) {
    findings.compare('trait', 'purchases', ids.get(profileNo) ?? '', 'others by product', 'those of its orders');
  }
}

async function auditRecords({ sql }: Parts, shop: Shop, findings: Findings): Promise<void> {
  const wrong: UnequalRecord[] = [];
  let count = 0;
  for await (const record of unequalRecords(sql, shop.id)) {
    count += 1;
    if (wrong.length < KEPT) wrong.push(record);
  }
  await findings.add(wrong, count, async (some) => {
    const profiles = await profilesOfCustomers(
      sql,
      shop.id,
      some.map(({ customer }) => customer),
    );
    const ids = await profileIds(sql, shop.id, [...profiles.values()]);
    return some.map(({ kind, connection, externalId, customer, has }) => ({
      of: 'record',
      name: `${kind} ${connection} ${externalId}`,
      profile: ids.get(profiles.get(customer) ?? 0) ?? '',
      stored: has === 'by-customer' ? 'kept by customer' : 'not kept by customer',
      found: has === 'by-customer' ? 'not a fact' : 'a fact',
    }));
  });
}
