import { present } from '@clientele/connector-kit';
import type { CustomerRecord, RecordInput } from '@clientele/model';
import type { AnsweredAddress } from './answered.js';

type AddressInput = NonNullable<Extract<RecordInput, { kind: 'order' }>['shipTo']>;

/** An address of ours; undefined where only a name or nothing is said. */
export function addressOf(said: AnsweredAddress): AddressInput | undefined {
  const { address_1: address1, address_2: address2, city, state: region, postcode } = said;
  const country = said.country !== undefined && /^[A-Z]{2}$/.test(said.country) ? said.country : undefined;
  const place = present({ address1, address2, city, region, postcode, country });
  if (Object.keys(place).length === 0) return undefined;
  return { ...present({ name: nameOf(said) }), ...place };
}

export function nameOf({ first_name: first, last_name: last }: AnsweredAddress): string | undefined {
  return first === undefined ? last : last === undefined ? first : `${first} ${last}`;
}

/** Who somebody is, from an address that has their name, mail and telephone. */
export function personOf({ first_name: firstName, last_name: lastName, company, email, phone }: AnsweredAddress) {
  return present({ firstName, lastName, company, email, phone }) satisfies Partial<CustomerRecord>;
}
