import { z } from 'zod';
import { consentRecord } from './consent.js';
import { customerRecord } from './customer.js';
import { deletionRecord } from './deletion.js';
import { eventRecord } from './event.js';
import { orderRecord } from './order.js';
import { sumsAreStorable } from './order-facts.js';
import { productRecord } from './product.js';
import { refundRecord } from './refund.js';

/** What a connection says. Within a shop it is keyed by (connection, kind, external id) and never edited by us. */
export const sourceRecord = z.discriminatedUnion('kind', [
  customerRecord,
  orderRecord,
  refundRecord,
  productRecord,
  eventRecord,
  consentRecord,
  deletionRecord,
]);
export type SourceRecord = z.output<typeof sourceRecord>;

/** What a connector hands over: a record before its defaults are filled in and its texts are checked. */
export type RecordInput = z.input<typeof sourceRecord>;

export type RecordReading =
  | { readonly outcome: 'read'; readonly record: SourceRecord }
  | { readonly outcome: 'refused'; readonly reason: string };

/** The boundary: makes a typed record of what came in, or says in one sentence which field is wrong and how. */
export function readRecord(input: unknown): RecordReading {
  const parsed = sourceRecord.safeParse(input);
  if (parsed.success) {
    const record = parsed.data;
    if (record.kind === 'order' && !sumsAreStorable(record)) {
      return { outcome: 'refused', reason: 'the amounts of the order add up to more than 999,999,999,999' };
    }
    return { outcome: 'read', record };
  }
  const reasons = parsed.error.issues.slice(0, 3).map((issue) => {
    const field = issue.path.map(String).join('.');
    return field === '' ? issue.message : `${field}: ${issue.message}`;
  });
  return { outcome: 'refused', reason: reasons.join('; ') };
}
