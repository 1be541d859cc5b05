import { present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import type { AnsweredOrder, AnsweredTransaction } from './answered-order.js';
import { channelOf } from './channel.js';

type EventInput = Extract<RecordInput, { kind: 'event' }>;

/** Transactions by which money comes; an authorization only says that it would. */
const PAYING = new Set(['SALE', 'CAPTURE']);
const ATTEMPTING = new Set([...PAYING, 'AUTHORIZATION', 'EMV_AUTHORIZATION']);
const FAILED = new Set(['FAILURE', 'ERROR']);

/** A payment that was made, or came to nothing, as an event; undefined of transactions that are neither, such as refunds. */
export function paymentOf(
  { id, kind, status, gateway, processedAt, createdAt, amountSet }: AnsweredTransaction,
  order: AnsweredOrder,
  customer: string | undefined,
): EventInput | undefined {
  const made = status === 'SUCCESS' && PAYING.has(kind);
  if (!made && !(FAILED.has(status) && ATTEMPTING.has(kind))) return undefined;
  return {
    kind: 'event',
    externalId: `payment-${order.id}-${id}`,
    version: { updatedAt: order.updatedAt },
    name: 'custom',
    customName: made ? 'Payment made' : 'Payment failed',
    at: processedAt ?? createdAt,
    channel: channelOf(order.sourceName, order.attribution?.handle),
    properties: {
      order_id: order.id,
      amount: Number(amountSet),
      currency: order.currencyCode,
      ...present({ gateway }),
    },
    ...present({ customer }),
  };
}
