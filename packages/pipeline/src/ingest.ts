import type { Item, Items } from '@clientele/connector-kit';
import type { ImportProgress, JsonValue } from '@clientele/ledger';
import type { Shop, SourceRecord } from '@clientele/model';
import { BatchWriting } from './batch-writing.js';
import type { Parts } from './parts.js';

/** Records written together, and lines of orders among them; what is larger goes into the next batch. */
const RECORDS_PER_BATCH = 20_000;
const LINES_PER_BATCH = 25_000;

/** Where items come from. */
export interface Origin {
  readonly connection: string;
  /** What people call it: a file's name. */
  readonly source: string;
  /** Says whether an interrupted reading goes on: the file's content and how it is read. */
  readonly fingerprint: string;
  /** How a refused item is read again. */
  readonly retry: JsonValue;
}

/** Rows of input by what became of them, and records in it by kind. */
export interface IngestCounts {
  readonly accepted: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly orders: number;
  readonly customers: number;
  readonly events: number;
}

/**
 * Takes what a connector hands over into the stores: batch by batch, each journalled before it is written and
 * acknowledged when it is on disk. Interrupted at any point, the same call goes on after the last acknowledged item;
 * repeated, it changes nothing. A record that the warehouse does not take is refused like input that cannot be read.
 */
export async function ingest(
  parts: Parts,
  shop: Shop,
  origin: Origin,
  items: Items,
  onProgress: (counts: IngestCounts) => void = () => {},
): Promise<IngestCounts> {
  const { ledger, clock } = parts;
  const { connection, fingerprint } = origin;
  const known = await ledger.imports.get(shop.id, connection, fingerprint);
  const resumed = known !== undefined && known.finishedAt === null ? known : undefined;
  const before: ImportProgress = resumed ?? {
    connection,
    fingerprint,
    acknowledged: 0,
    accepted: 0,
    unchanged: 0,
    refused: 0,
  };
  const kinds = { orders: 0, customers: 0, events: 0 };
  const countsOf = ({ accepted, unchanged, refused }: ImportProgress): IngestCounts => ({
    accepted,
    unchanged,
    refused,
    ...kinds,
  });

  const writing = new BatchWriting(parts, shop, origin, before, {
    written: (progress) => onProgress(countsOf(progress)),
    refused: (record) => countKind(kinds, record, -1),
  });
  let batch = new Gathered();
  let seen = 0;
  try {
    for await (const item of items) {
      seen += 1;
      if (item.outcome === 'read') countKind(kinds, item.record, 1);
      if (resumed !== undefined && seen <= resumed.acknowledged) continue;
      batch.add(item);
      if (!batch.isFull) continue;
      await writing.add(batch.items);
      batch = new Gathered();
    }
    if (batch.items.length > 0) await writing.add(batch.items);
  } finally {
    // Whoever writes to the shop next must find nothing under way, also where the reading failed.
    await writing.idle();
  }
  const progress = await writing.end();
  await ledger.imports.finish(shop.id, progress, clock());
  return countsOf(progress);
}

type Kinds = { orders: number; customers: number; events: number };

function countKind(kinds: Kinds, record: SourceRecord, by: 1 | -1): void {
  if (record.kind === 'order' && record.purpose === 'sale') kinds.orders += by;
  else if (record.kind === 'customer') kinds.customers += by;
  else if (record.kind === 'event') kinds.events += by;
}

class Gathered {
  readonly items: Item[] = [];
  #records = 0;
  #lines = 0;

  add(item: Item): void {
    this.items.push(item);
    if (item.outcome === 'refused') return;
    this.#records += 1;
    if (item.record.kind === 'order') this.#lines += item.record.lines.length;
  }

  get isFull(): boolean {
    return this.#records >= RECORDS_PER_BATCH || this.#lines >= LINES_PER_BATCH;
  }
}
