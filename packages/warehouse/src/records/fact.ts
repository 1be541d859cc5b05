import type { SourceRecord } from '@clientele/model';
import { contentHash, versionNumber } from './version.js';

/** Kinds of record that have a table of facts keyed by (shop, connection, external id). */
export const FACT_KINDS = ['order', 'refund', 'product', 'event', 'consent'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** A record on its way into the warehouse, with its version and canonical text worked out once. */
export interface Fact {
  readonly record: SourceRecord;
  readonly body: string;
  readonly content: bigint;
  readonly version: bigint;
}

export function factOf(record: SourceRecord): Fact {
  const body = JSON.stringify(record);
  const content = contentHash(body);
  return { record, body, content, version: versionNumber(record.version, content) };
}

/** The kind of record that a fact is about: a deletion is about the kind that it deletes. */
export function kindOf(record: SourceRecord): FactKind | 'customer' {
  return record.kind === 'deletion' ? record.of : record.kind;
}

/** The external id of the customer record that a record names, if any. */
export function customerOf(record: SourceRecord): string | undefined {
  switch (record.kind) {
    case 'customer':
      return record.externalId;
    case 'order':
    case 'refund':
    case 'event':
    case 'consent':
      return record.customer;
    case 'deletion':
      return record.of === 'customer' ? record.externalId : undefined;
    case 'product':
      return undefined;
  }
}

/** Of several facts about one record the newest; the others would change nothing. */
export function newestOfEach(facts: readonly Fact[]): Fact[] {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    const key = `${kindOf(fact.record)} ${fact.record.externalId}`;
    const known = newest.get(key);
    if (known === undefined || known.version < fact.version) newest.set(key, fact);
  }
  return [...newest.values()];
}
