import type { Json } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { id, utc } from './ids-and-times.js';

const answeredCustomer = z.object({ id, created_at: utc, changed_at: utc, email: z.string(), first_name: z.string() });

export function decodeCustomer(object: Json): readonly RecordInput[] {
  const { id: externalId, created_at, changed_at, email, first_name } = answeredCustomer.parse(object);
  const version = { updatedAt: changed_at };
  return [{ kind: 'customer', externalId, version, createdAt: created_at, email, firstName: first_name }];
}
