import { canonicalJson } from '@clientele/connector-kit';
import type { SourceRecord } from '@clientele/model';

/** A record by its kind and id, and all that it says but its version, the same text for the same. */
export type StatedRecord = readonly [key: string, text: string];

export function statedRecord(record: SourceRecord): StatedRecord {
  const { version: _, ...rest } = record;
  return [`${record.kind} ${record.externalId}`, canonicalJson(rest)];
}
