import type { CustomerRecord, Instant, ShopId } from '@clientele/model';
import { nameOf } from '../records/rows.js';
import type { Sql } from '../sql.js';
import { type RecordOfProfile, recordsOf } from './records-of-profiles.js';

/** One customer record as a page shows it; without a body where orders refer to it and its source never told of it. */
export interface CustomerCard {
  readonly connection: string;
  readonly externalId: string;
  readonly name: string | null;
  /** As the source writes it. */
  readonly email: string | null;
  readonly createdAt: Instant | null;
}

/** The customer records of some profiles, by profile. */
export async function customerCards(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, CustomerCard[]>> {
  const records = await recordsOf(sql, shop, profileNos, 'bodies');
  return new Map([...records].map(([profile, some]) => [profile, some.map(cardOf)]));
}

function cardOf({ connection, externalId, body }: RecordOfProfile): CustomerCard {
  if (body === '') return { connection, externalId, name: null, email: null, createdAt: null };
  const record = JSON.parse(body) as CustomerRecord;
  const { email = null, createdAt = null } = record;
  return { connection, externalId, name: nameOf(record) ?? null, email, createdAt };
}
