import { type Gone, present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { addressOf, personOf } from './address.js';
import { answeredCustomer } from './answered.js';

/** An account as WooCommerce answers it. What it says itself comes before what its billing address says. */
export function decodeCustomer(json: unknown): readonly RecordInput[] | Gone {
  const { id, billing, shipping, role, email, first_name, last_name, ...times } = answeredCustomer.parse(json);
  const createdAt = times.date_created_gmt;
  const addresses = [addressOf(billing), addressOf(shipping)].filter((address) => address !== undefined);
  const own = present({ email, firstName: first_name, lastName: last_name });
  return [
    {
      kind: 'customer',
      externalId: String(id),
      // An account that was never changed has no time of its last change.
      version: { updatedAt: times.date_modified_gmt ?? createdAt },
      createdAt,
      ...personOf(billing),
      ...own,
      addresses,
      attributes: present({ role }),
    },
  ];
}
