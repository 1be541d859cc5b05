import { present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { text } from './answered.js';

type AddressInput = NonNullable<Extract<RecordInput, { kind: 'order' }>['shipTo']>;

/** A postal address; what names a person or a door is there only where contacts are read. */
export const answeredAddress = z.object({
  name: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  provinceCode: text,
  countryCodeV2: text,
  zip: text,
  latitude: z.number().nullish(),
  longitude: z.number().nullish(),
});
export type AnsweredAddress = z.output<typeof answeredAddress>;

/** An address of ours; undefined where only a name or nothing is said. */
export function addressOf(said: AnsweredAddress): AddressInput | undefined {
  const { name, address1, address2, city, provinceCode: region, zip: postcode, latitude, longitude } = said;
  // ZZ is what Shopify writes where it knows no country.
  const country = said.countryCodeV2 === 'ZZ' ? undefined : said.countryCodeV2;
  const place = present({ address1, address2, city, region, postcode, country });
  if (Object.keys(place).length === 0) return undefined;
  const coordinates =
    latitude == null || longitude == null
      ? undefined
      : { latitude: latitude.toFixed(6), longitude: longitude.toFixed(6) };
  return { ...present({ name, coordinates }), ...place };
}
