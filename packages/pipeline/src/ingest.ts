import type { Item, Items } from '@clientele/connector-kit';
import type { ImportProgress, JsonValue } from '@clientele/ledger';
import type { Shop, SourceRecord } from '@clientele/model';
import { type PreparedBatch, RecordWriter } from '@clientele/warehouse';
import { declareStated } from './custom-attributes.js';
import type { Parts } from './parts.js';
import { persistently } from './persistently.js';

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
 * repeated, it changes nothing.
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
  const before = await ledger.imports.get(shop.id, connection, fingerprint);
  const resumed = before !== undefined && before.finishedAt === null ? before : undefined;
  let progress: ImportProgress = resumed ?? {
    connection,
    fingerprint,
    acknowledged: 0,
    accepted: 0,
    unchanged: 0,
    refused: 0,
  };
  const kinds = { orders: 0, customers: 0, events: 0 };
  const counts = (): IngestCounts => {
    const { accepted, unchanged, refused } = progress;
    return { accepted, unchanged, refused, ...kinds };
  };

  const writer = new RecordWriter(parts.sql, shop, connection, (count) =>
    ledger.counters.reserve(shop.id, 'customer', count),
  );
  let writing: Promise<void> = Promise.resolve();
  let gathered = new Gathered();
  /** Writes what was gathered while the next batch is being read and prepared; one batch at a time, in order. */
  const flush = async () => {
    const batch = gathered;
    gathered = new Gathered();
    const prepared = await persistently(parts, () => writer.prepare(batch.records));
    await writing;
    writing = (async () => {
      progress = await writeGathered(parts, shop, origin, batch, prepared, progress);
      onProgress(counts());
    })();
    // A failure surfaces at the next flush; meanwhile it is not unhandled.
    writing.catch(() => {});
  };
  let seen = 0;
  try {
    for await (const item of items) {
      seen += 1;
      countKind(kinds, item);
      if (resumed !== undefined && seen <= resumed.acknowledged) continue;
      gathered.add(item);
      if (gathered.records.length >= RECORDS_PER_BATCH || gathered.lines >= LINES_PER_BATCH) await flush();
    }
    if (gathered.items > 0) await flush();
  } finally {
    // Whoever writes to the shop next must find nothing under way, also where the reading failed.
    await writing.catch(() => {});
  }
  await writing;
  await ledger.imports.finish(shop.id, progress, clock());
  return counts();
}

function countKind(kinds: { orders: number; customers: number; events: number }, item: Item): void {
  if (item.outcome === 'refused') return;
  const { record } = item;
  if (record.kind === 'order' && record.purpose === 'sale') kinds.orders += 1;
  else if (record.kind === 'customer') kinds.customers += 1;
  else if (record.kind === 'event') kinds.events += 1;
}

class Gathered {
  items = 0;
  lines = 0;
  readonly records: SourceRecord[] = [];
  readonly rows: number[] = [];
  readonly refused: Extract<Item, { outcome: 'refused' }>[] = [];

  add(item: Item): void {
    this.items += 1;
    if (item.outcome === 'refused') {
      this.refused.push(item);
      return;
    }
    this.records.push(item.record);
    this.rows.push(item.rows);
    if (item.record.kind === 'order') this.lines += item.record.lines.length;
  }
}

async function writeGathered(
  parts: Parts,
  shop: Shop,
  origin: Origin,
  { items, records, rows, refused }: Gathered,
  prepared: PreparedBatch,
  before: ImportProgress,
): Promise<ImportProgress> {
  const { ledger, clock } = parts;
  const { connection, source, fingerprint, retry } = origin;
  const number = await ledger.batches.open(shop.id, connection, clock());
  const { accepted } = prepared;
  // Before the records, so that no crash leaves a name unknown that is stated.
  await declareStated(ledger, shop, records);
  await persistently(parts, () => prepared.write(number));
  await ledger.refused.add(
    shop.id,
    refused.map(({ place, reason, body }) => ({ connection, fingerprint, source, place, reason, body, retry })),
    clock(),
  );
  const rowsWhere = (changed: boolean) =>
    rows.reduce((sum, count, index) => sum + (accepted[index] === changed ? count : 0), 0);
  const progress: ImportProgress = {
    ...before,
    acknowledged: before.acknowledged + items,
    accepted: before.accepted + rowsWhere(true),
    unchanged: before.unchanged + rowsWhere(false),
    refused: before.refused + refused.reduce((sum, item) => sum + item.rows, 0),
  };
  await ledger.batches.written(shop.id, number, clock(), progress);
  return progress;
}
