import type { Version } from '@clientele/model';
import { compareTexts } from './text-order.js';

interface VersionedRecord {
  readonly connection: string;
  readonly externalId: string;
  readonly version: Version;
}

/** The newest by the source's version, then connection and external id (the greater wins); undefined of none. */
export function newest<R extends VersionedRecord>(records: readonly R[]): R | undefined {
  return records.reduce<R | undefined>(
    (best, record) => (best === undefined || compareAge(record, best) > 0 ? record : best),
    undefined,
  );
}

function compareAge(a: VersionedRecord, b: VersionedRecord): number {
  return (
    compareTexts(a.version.updatedAt, b.version.updatedAt) ||
    a.version.tiebreak - b.version.tiebreak ||
    compareTexts(a.connection, b.connection) ||
    compareTexts(a.externalId, b.externalId)
  );
}
