import { RECORD_KINDS, type RecordKind, type Shop } from '@clientele/model';
import { connectionCounts } from '@clientele/warehouse';
import type { Parts } from '../parts.js';

/** How many records of a kind a connection says. */
export interface KindCount {
  readonly kind: RecordKind;
  readonly records: number;
}

/** Where the counts of a connection are kept; another name when their shape changes. */
const SETTING = 'connection-records/1';

/**
 * How many records a connection says, by kind; kinds of which there are none are left out. Only a batch of the connection
 * changes them: so they are kept with the batch that they were taken at, unless that is being written.
 */
export async function connectionRecords(parts: Parts, shop: Shop, connection: string): Promise<readonly KindCount[]> {
  const { ledger, sql } = parts;
  const name = `${SETTING} ${connection}`;
  const batch = (await ledger.batches.newest(shop.id)).get(connection);
  if (batch === undefined) return [];
  const kept = (await ledger.settings.get(shop.id, name)) as { batch: number; counts: KindCount[] } | undefined;
  if (batch.writtenAt !== null && kept?.batch === batch.id) return kept.counts;
  const found = await connectionCounts(sql, shop.id, connection);
  const counts = RECORD_KINDS.map((kind) => ({ kind, records: found.get(kind) ?? 0 })).filter(
    ({ records }) => records > 0,
  );
  if (batch.writtenAt !== null) await ledger.settings.set(shop.id, name, { batch: batch.id, counts });
  return counts;
}
