import {
  addDecimals,
  nestedRefundTotal,
  type OrderRecord,
  orderTotal,
  type RecordKind,
  type SourceRecord,
  sumDecimals,
} from '@clientele/model';
import { canonicalJson } from '../json.js';
import type { TrueRecord } from '../world/world.js';

/** One record that is not as the world has it. */
export interface Difference {
  readonly kind: RecordKind;
  readonly externalId: string;
  /** `missing`, `too much`, or the field that differs with both values. */
  readonly what: string;
}

/** Compares what is stored with what is true: the same records of the kinds covered, each as far as truth states it. */
export function differences(
  truth: readonly TrueRecord[],
  covers: readonly RecordKind[],
  records: readonly SourceRecord[],
): Difference[] {
  const stored = new Map(records.map((record) => [keyOf(record), record]));
  const refunds = refundsByOrder(records);
  const found: Difference[] = [];
  for (const { kind, externalId, total, refunded, fields = {} } of truth) {
    const record = stored.get(keyOf({ kind, externalId }));
    stored.delete(keyOf({ kind, externalId }));
    const differ = (what: string) => found.push({ kind, externalId, what });
    if (record === undefined) {
      differ('missing');
      continue;
    }
    for (const [name, value] of Object.entries(fields)) {
      const own: unknown = Object.entries(record).find(([field]) => field === name)?.[1];
      if (canonicalJson(own) !== canonicalJson(value)) differ(`${name} is ${shown(own)}, and truly ${shown(value)}`);
    }
    if (record.kind !== 'order') continue;
    const ownTotal = orderTotal(record);
    const ownRefunded = refundedOf(record, refunds);
    if (total !== undefined && ownTotal !== total) differ(`total is ${ownTotal}, and truly ${total}`);
    if (refunded !== undefined && ownRefunded !== refunded) differ(`refunded is ${ownRefunded}, and truly ${refunded}`);
  }
  for (const { kind, externalId } of stored.values()) {
    if (kind !== 'deletion' && covers.includes(kind)) found.push({ kind, externalId, what: 'too much' });
  }
  return found;
}

export function tellDifference({ kind, externalId, what }: Difference): string {
  return `${kind} ${externalId}: ${what}`;
}

function keyOf({ kind, externalId }: { readonly kind: string; readonly externalId: string }): string {
  return `${kind} ${externalId}`;
}

function refundsByOrder(records: readonly SourceRecord[]) {
  const amounts = new Map<string, ReturnType<typeof nestedRefundTotal>[]>();
  for (const record of records) {
    if (record.kind !== 'refund' || record.order === undefined) continue;
    amounts.set(record.order, [...(amounts.get(record.order) ?? []), record.amount]);
  }
  return amounts;
}

function refundedOf(order: OrderRecord, refunds: ReturnType<typeof refundsByOrder>) {
  return addDecimals(nestedRefundTotal(order), sumDecimals(refunds.get(order.externalId) ?? []));
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
