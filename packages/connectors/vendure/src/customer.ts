import { present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { addressOf } from './address.js';
import { customerAddress, id, text, time } from './answered.js';

const answeredCustomer = z.object({
  id,
  createdAt: time,
  updatedAt: time,
  title: text,
  firstName: text,
  lastName: text,
  emailAddress: text,
  phoneNumber: text,
  user: z.object({ verified: z.boolean() }).nullable(),
  groups: z.array(z.object({ name: text })),
  addresses: z.array(customerAddress).nullable(),
});

/** A customer as Vendure answers it: whoever only ordered is one too, without an account. */
export function decodeCustomer(json: unknown): readonly [RecordInput] {
  const { user, groups, addresses, title, ...customer } = answeredCustomer.parse(json);
  const record: RecordInput = {
    kind: 'customer',
    externalId: customer.id,
    version: { updatedAt: customer.updatedAt },
    createdAt: customer.createdAt,
    guest: user === null,
    addresses: (addresses ?? []).flatMap((address) => addressOf(address) ?? []),
    tags: groups.flatMap(({ name }) => name ?? []),
    attributes: present({ title, verified: user?.verified }),
    ...present({
      email: customer.emailAddress,
      phone: customer.phoneNumber,
      firstName: customer.firstName,
      lastName: customer.lastName,
    }),
  };
  return [record];
}
