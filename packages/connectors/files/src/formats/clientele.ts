import type { Item, RefusedInput } from '@clientele/connector-kit';
import { readRecord } from '@clientele/model';
import { refused } from '../refused.js';
import { isJsonLine, type JsonLine } from '../table/jsonl.js';

/** Clientele's own form: JSONL in which each line is one record, as docs/import.md describes them. */
export const CLIENTELE = {
  name: 'clientele',
  summary: "Clientele's own JSONL: one record of any kind a line",
} as const;

export function isClienteleRecord(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value.kind === 'string' && typeof value.externalId === 'string' && typeof value.version === 'object';
}

export function clienteleItems(batch: readonly (JsonLine | RefusedInput)[]): Item[] {
  return batch.map((entry): Item => {
    if (!isJsonLine(entry)) return entry;
    const place = `line ${entry.number}`;
    const reading = readRecord(entry.value);
    if (reading.outcome === 'refused') return refused(place, reading.reason, entry.text);
    return { outcome: 'read', record: reading.record, rows: 1, place };
  });
}
