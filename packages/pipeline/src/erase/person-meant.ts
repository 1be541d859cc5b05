import type { Shop } from '@clientele/model';
import { recordKeysOf } from '@clientele/warehouse';
import { peopleNamed } from '../ask/named-people.js';
import type { Parts } from '../parts.js';
import type { PersonAsked } from './find-person.js';

/** The one person whom a text leads to, as a request names them. */
export type PersonMeant =
  | { readonly outcome: 'one'; readonly asked: PersonAsked }
  | { readonly outcome: 'nobody' | 'several' };

/** Finds whom a text means: the id of a profile or a customer record, an e-mail address or a telephone number. */
export async function personMeant(parts: Parts, shop: Shop, text: string): Promise<PersonMeant> {
  const { profiles, unknown } = await peopleNamed(parts, shop, [{ place: '', text }]);
  const [profile] = profiles;
  if (profile === undefined) return { outcome: unknown[0]?.reason ?? 'nobody' };
  const [record] = (await recordKeysOf(parts.sql, shop.id, [profile])).get(profile) ?? [];
  if (record === undefined) return { outcome: 'nobody' };
  const { connection, externalId: customer } = record;
  return { outcome: 'one', asked: { connection, customer, email: null, phone: null, orders: [] } };
}
