import { present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import type { AnsweredOrder, AnsweredReturn } from './answered-order.js';
import { channelOf } from './channel.js';
import { byNumber } from './gid.js';

type EventInput = Extract<RecordInput, { kind: 'event' }>;

/**
 * Pieces that are to come back, as an event of when that was asked for; what became of it is told in its properties. Money
 * goes back in refunds, which are the order's own.
 */
export function returnOf(back: AnsweredReturn, order: AnsweredOrder, customer: string | undefined): EventInput {
  const lines = back.returnLineItems.toSorted((a, b) => byNumber(a.id, b.id));
  const bought = lines.flatMap(({ fulfillmentLineItem }) => fulfillmentLineItem?.lineItem.id ?? []);
  const products = bought.flatMap((id) => order.lineItems.find((line) => line.id === id)?.product ?? []);
  const reasons = lines.flatMap(({ returnReasonDefinition }) => returnReasonDefinition?.handle ?? []);
  const { closedAt } = back;
  return {
    kind: 'event',
    externalId: `return-${order.id}-${back.id}`,
    version: { updatedAt: order.updatedAt },
    name: 'custom',
    customName: 'Return requested',
    at: back.createdAt,
    channel: channelOf(order.sourceName, order.attribution?.handle),
    properties: {
      order_id: order.id,
      status: back.status,
      quantity: back.totalQuantity,
      products: [...new Set(products)],
      reasons: [...new Set(reasons)].sort(),
      ...(closedAt != null && { closed_at: closedAt }),
    },
    ...present({ customer, product: products[0] }),
  };
}
