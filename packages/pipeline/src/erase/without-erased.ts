import type { ErasedRecord, Ledger } from '@clientele/ledger';
import { anonymousOrder, anonymousRefund, type RecordKind, type Shop, type SourceRecord } from '@clientele/model';

/**
 * Records of one connection as they may be taken, in their order: a sale to somebody who was erased without them, and
 * undefined in the place of everything else that says something of them. Whoever is erased stays so, whichever way they
 * are named again: this stands before both stores.
 */
export async function withoutErased(
  { erasedRecords }: Pick<Ledger, 'erasedRecords'>,
  shop: Shop['id'],
  connection: string,
  records: readonly SourceRecord[],
): Promise<readonly (SourceRecord | undefined)[]> {
  const names = records.map((record) => namesIn(record).map((name): ErasedRecord => ({ connection, ...name })));
  const erased = await erasedRecords.among(shop, names.flat());
  if (erased.size === 0) return records;
  return records.map((record, index) => (names[index]?.some((name) => erased.has(name)) ? anonymous(record) : record));
}

/** The record itself, and the customer whose it is. */
function namesIn(record: SourceRecord): Pick<ErasedRecord, 'kind' | 'externalId'>[] {
  const own = (kind: RecordKind) => ({ kind, externalId: record.externalId });
  switch (record.kind) {
    case 'deletion':
      return [own(record.of)];
    case 'customer':
    case 'product':
      return [own(record.kind)];
    default: {
      const { customer } = record;
      return [
        own(record.kind),
        ...(customer === undefined ? [] : [{ kind: 'customer' as const, externalId: customer }]),
      ];
    }
  }
}

function anonymous(record: SourceRecord): SourceRecord | undefined {
  switch (record.kind) {
    case 'order':
      return anonymousOrder(record);
    case 'refund':
      return anonymousRefund(record);
    case 'deletion':
      // That a sale is gone says nothing of who it was to.
      return record.of === 'order' || record.of === 'refund' ? record : undefined;
    default:
      return undefined;
  }
}
