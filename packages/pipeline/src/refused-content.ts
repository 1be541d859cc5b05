import type { JsonValue } from '@clientele/ledger';
import type { SourceRecord } from '@clientele/model';
import { WarehouseError } from '@clientele/warehouse';

/** What the engine says of itself, whatever it is asked to store. */
const TROUBLE_OF_ITS_OWN: ReadonlySet<string> = new Set([
  'NOT_ENOUGH_SPACE',
  'TABLE_IS_READ_ONLY',
  'READONLY',
  'ACCESS_DENIED',
  'AUTHENTICATION_FAILED',
  'QUOTA_EXCEEDED',
  'TOO_MANY_PARTS',
  'TOO_MANY_SIMULTANEOUS_QUERIES',
  'UNKNOWN_DATABASE',
  'UNKNOWN_TABLE',
  'NO_SUCH_COLUMN_IN_TABLE',
]);

/** True where the warehouse refused a request for what is in it: sent again, it would be refused again. */
export function refusesContent(error: unknown): error is WarehouseError {
  return error instanceof WarehouseError && error.code === 'failed' && !TROUBLE_OF_ITS_OWN.has(error.engineType ?? '');
}

/** Why a record is refused that the warehouse does not take. */
export function refusalOf({ kind }: SourceRecord, { engineType, engineCode }: WarehouseError): string {
  return (
    `the warehouse cannot store this ${kind} (${engineType} ${engineCode}): look for a value that is out of the ` +
    'ordinary, mend it and import the file again'
  );
}

/** How input is tried again that is kept as the record that was read of it. */
export const AS_RECORD: JsonValue = { as: 'record' };

/** True for what {@link AS_RECORD} says, however it was stored. */
export function isKeptAsRecord(retry: JsonValue | undefined): boolean {
  return JSON.stringify(retry) === JSON.stringify(AS_RECORD);
}
