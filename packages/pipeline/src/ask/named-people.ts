import type { Shop } from '@clientele/model';
import { customersNamedExactly, inLane, profilesOfCustomers } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import { findProfiles } from './find-profile.js';

/** A person as somebody names one: by the id of a profile or a customer record, an e-mail address or a telephone number. */
export interface NamedPerson {
  /** Where it stands, for whoever wrote it: `line 3`. */
  readonly place: string;
  readonly text: string;
}

/** Somebody who was named and is not one person of the shop. Says where, not who. */
export interface UnknownPerson {
  readonly place: string;
  readonly reason: 'nobody' | 'several';
}

/** The numbers of the profiles that people are, each once, and who is none or several. */
export async function peopleNamed(
  parts: Pick<Parts, 'ledger' | 'sql'>,
  shop: Shop,
  people: readonly NamedPerson[],
): Promise<{ readonly profiles: readonly number[]; readonly unknown: readonly UnknownPerson[] }> {
  const sql = inLane(parts.sql, 'look-up');
  const texts = [...new Set(people.map(({ text }) => text.trim()))];
  const byId = await findProfiles(parts, shop.id, texts);
  const others = texts.filter((text) => !byId.has(text));
  const customers = await customersNamedExactly(sql, shop.id, others);
  const profileOf = await profilesOfCustomers(sql, shop.id, [...new Set([...customers.values()].flat())]);
  const profiles = new Set<number>();
  const unknown: UnknownPerson[] = [];
  for (const { place, text } of people) {
    const known = byId.get(text.trim());
    const found = new Set((customers.get(text.trim()) ?? []).flatMap((customer) => profileOf.get(customer) ?? []));
    const [only = known?.profileNo] = found;
    if (found.size > 1) unknown.push({ place, reason: 'several' });
    else if (only === undefined) unknown.push({ place, reason: 'nobody' });
    else profiles.add(only);
  }
  return { profiles: [...profiles], unknown };
}
