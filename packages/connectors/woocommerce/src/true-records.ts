import type { Gone } from '@clientele/connector-kit';
import type { WooCommerceFake } from '@clientele/fakes';
import { type RecordInput, readRecord, type SourceRecord } from '@clientele/model';
import { decodeCustomer } from './customer.js';
import { decodeOrder } from './order.js';
import { decodeProduct } from './product.js';

/** The records that a reader of a fake shop holds once it has read everything, as this connector reads it. */
export function* trueRecords(fake: WooCommerceFake): Generator<SourceRecord> {
  const { orders, refundsOf, customers, products } = fake.truth();
  for (const order of orders) {
    const refunds = order.refunds.length > 0 ? refundsOf(order.id) : order.refunds;
    yield* recordsOf(decodeOrder({ ...order, refunds }));
  }
  for (const customer of customers) yield* recordsOf(decodeCustomer(customer));
  for (const product of products) yield* recordsOf(decodeProduct(product));
}

function* recordsOf(decoded: readonly RecordInput[] | Gone): Generator<SourceRecord> {
  for (const input of 'gone' in decoded ? [] : decoded) {
    const reading = readRecord(input);
    if (reading.outcome === 'read') yield reading.record;
  }
}
