import { present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import type { AnsweredAddress } from './answered.js';

type AddressInput = NonNullable<Extract<RecordInput, { kind: 'order' }>['shipTo']>;

/** An address of ours; undefined where only a name or nothing is said. */
export function addressOf(said: AnsweredAddress): AddressInput | undefined {
  const { fullName: name, streetLine1: address1, streetLine2: address2, city, province: region } = said;
  const country = said.countryCode !== undefined && /^[A-Z]{2}$/.test(said.countryCode) ? said.countryCode : undefined;
  const place = present({ address1, address2, city, region, postcode: said.postalCode, country });
  return Object.keys(place).length === 0 ? undefined : { ...present({ name }), ...place };
}
