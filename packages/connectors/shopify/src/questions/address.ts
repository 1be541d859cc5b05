import type { Readable } from '../settings.js';

const PLACE = 'city provinceCode countryCodeV2';

/** A postal address; without contacts only the place. */
export function addressFields(reads: readonly Readable[]): string {
  return reads.includes('contacts') ? `name company address1 address2 ${PLACE} zip latitude longitude` : PLACE;
}
