import { type Gone, type Json, money } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { id, utc } from './ids-and-times.js';

/** An order as the shop answers it, as far as it is read. */
export const answeredOrder = z.object({
  id,
  changed_at: utc,
  /** By the shop's own clock; `placed_at_utc` is the same everywhere. */
  placed_at: z.string(),
  placed_at_utc: utc,
  currency: z.string(),
  customer: id.nullable(),
  email: z.string().nullish(),
  status: z.enum(['paid', 'pending', 'trash']),
  total: z.string(),
  lines: z.array(z.object({ id, product: z.string(), title: z.string(), quantity: z.number(), price: z.string() })),
  refunds: z.array(z.object({ id, at: utc, amount: z.string() })),
});

/** An order as records: the order with its refunds, and for a guest the customer that only this order knows. */
export function decodeOrder(object: Json): readonly RecordInput[] | Gone {
  const order = answeredOrder.parse(object);
  if (order.status === 'trash') return { gone: 'hidden', at: order.changed_at };
  const guest = `guest-of-${order.id}`;
  const version = { updatedAt: order.changed_at };
  const record: RecordInput = {
    kind: 'order',
    externalId: order.id,
    version,
    // Nobody has paid yet: kept, and no sale.
    purpose: order.status === 'paid' ? 'sale' : 'note',
    placedAt: order.placed_at_utc,
    channel: { id: 'web', kind: 'online_store' },
    customer: order.customer ?? guest,
    currency: order.currency,
    total: money(order.total),
    lines: order.lines.map(({ price, quantity, ...line }) => ({
      ...line,
      quantity: money(quantity),
      listPrice: money(price),
    })),
    // The shop writes what it gave back as a negative amount.
    refunds: order.refunds.map(({ amount, ...refund }) => ({ ...refund, amount: money(amount.replace('-', '')) })),
  };
  if (order.customer !== null) return [record];
  const email = order.email ?? undefined;
  const person: RecordInput = { kind: 'customer', externalId: guest, version, guest: true };
  return [record, email === undefined ? person : { ...person, email }];
}
