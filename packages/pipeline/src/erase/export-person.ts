import type { Instant, Shop } from '@clientele/model';
import { plainProfiles } from '@clientele/warehouse';
import { type ShownProfile, showProfile } from '../ask/show-profile.js';
import type { Parts } from '../parts.js';
import { findPerson, type PersonAsked } from './find-person.js';

/** What is kept of one profile: everything its sources say, and what was derived of it. */
export interface ExportedProfile extends Pick<ShownProfile, 'traits' | 'segments'> {
  readonly id: string;
  /** Records as the sources say them, by kind, each with its connection. */
  readonly records: Readonly<Record<'customers' | 'orders' | 'refunds' | 'consents' | 'events', readonly object[]>>;
}

/** A copy of what is kept of a person, for them to have. */
export interface ExportedPerson {
  readonly shop: Shop['id'];
  readonly at: Instant;
  /** None where nobody is known by what was asked. */
  readonly profiles: readonly ExportedProfile[];
}

/** Puts together what is kept of the person whom a request names. */
export async function exportPerson(parts: Parts, shop: Shop, asked: PersonAsked): Promise<ExportedPerson> {
  const { profiles: numbers } = await findPerson(parts, shop, asked);
  const profiles: ExportedProfile[] = [];
  for (const { id, ...records } of await plainProfiles(parts.sql, shop.id, numbers)) {
    const shown = await showProfile(parts, shop, id);
    profiles.push({ id, records, traits: shown?.traits ?? {}, segments: shown?.segments ?? [] });
  }
  return { shop: shop.id, at: parts.clock(), profiles };
}
