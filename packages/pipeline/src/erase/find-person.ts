import type { ComplianceRequest } from '@clientele/ledger';
import type { CustomerRecord, Shop } from '@clientele/model';
import {
  customerKeys,
  customerRecordsOf,
  customersByKey,
  customersNamedExactly,
  customersOfProfiles,
  type PersonRecords,
  profilesOfCustomers,
} from '@clientele/warehouse';
import { z } from 'zod';
import type { Parts } from '../parts.js';

/** A person as a request names them. */
export interface PersonAsked {
  /** The connection whose record it is, and its external id. */
  readonly connection: string;
  readonly customer: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** External ids of orders of that connection that are named with them. */
  readonly orders: readonly string[];
}

const about = z.object({
  customer: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  orders: z.array(z.string()),
});

/** Whom a request is about. @throws ZodError of one that is done, or about a whole shop */
export function personAsked(request: ComplianceRequest): PersonAsked {
  return { connection: request.connection, ...about.parse(request.about) };
}

export interface FoundPerson extends Pick<PersonRecords, 'customers' | 'profiles'> {
  /** What their sources say of the customer records. */
  readonly bodies: readonly CustomerRecord[];
}

/**
 * The customer records of whoever identity takes the named record for. Where the shop does not know that record, whoever
 * alone has the e-mail address, or else the telephone number, that is named with it; nobody where several have it.
 */
export async function findPerson({ sql }: Pick<Parts, 'sql'>, shop: Shop, asked: PersonAsked): Promise<FoundPerson> {
  const named = await customersByKey(sql, shop.id, [{ connection: asked.connection, externalId: asked.customer }]);
  const numbers = named.map(({ customerNo }) => customerNo);
  const known = numbers.length > 0 ? numbers : await byAddress({ sql }, shop, [asked.email, asked.phone]);
  const profiles = [...new Set((await profilesOfCustomers(sql, shop.id, known)).values())];
  const joined = (await customersOfProfiles(sql, shop.id, profiles)).values();
  const all = [...new Set([...known, ...[...joined].flat()])].sort((a, b) => a - b);
  const keys = await customerKeys(sql, shop.id, all);
  return {
    customers: [...keys].map(([no, key]) => ({ ...key, no })).sort((a, b) => a.no - b.no),
    profiles,
    bodies: [...(await customerRecordsOf(sql, shop.id, profiles)).values()].flat(),
  };
}

async function byAddress(
  { sql }: Pick<Parts, 'sql'>,
  shop: Shop,
  addresses: readonly (string | null)[],
): Promise<readonly number[]> {
  for (const address of addresses) {
    if (address === null || address.trim() === '') continue;
    const customers = (await customersNamedExactly(sql, shop.id, [address])).get(address) ?? [];
    const profiles = new Set((await profilesOfCustomers(sql, shop.id, customers)).values());
    if (profiles.size === 1) return customers;
  }
  return [];
}
