import type { RecordOf } from '../questions/profile.js';

/** What to call a person: a name that a connection gave, else the number of their first customer record. */
export function profileName(records: readonly RecordOf[]): string {
  const named = records.find(({ name }) => name !== null && name !== '');
  return named?.name ?? `Customer record ${records[0]?.externalId ?? 'without number'}`;
}
