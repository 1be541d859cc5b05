import type { Item } from '@clientele/connector-kit';
import type { ImportProgress, RefusedInput } from '@clientele/ledger';
import type { Shop, SourceRecord } from '@clientele/model';
import { type PreparedBatch, RecordWriter, type WarehouseError } from '@clientele/warehouse';
import { declareStated } from './custom-attributes.js';
import { withoutErased } from './erase/without-erased.js';
import { eachInHalves } from './in-halves.js';
import type { Origin } from './ingest.js';
import type { Parts } from './parts.js';
import { persistently } from './persistently.js';
import { AS_RECORD, refusalOf, refusesContent } from './refused-content.js';

/** Where the warehouse refuses more records than these one after the other, it is not for what is in them. */
const MOST_REFUSED_IN_A_ROW = 50;

/** An item as it may be taken: of somebody who was erased, nothing is. */
type Takeable = Item | { readonly outcome: 'erased'; readonly rows: number; readonly place: string };

type Aside = Pick<RefusedInput, 'place' | 'reason' | 'body' | 'retry'> & { readonly rows: number };

interface Said {
  /** After each batch. */
  readonly written: (progress: ImportProgress) => void;
  /** Of each record that the warehouse refuses by itself. */
  readonly refused: (record: SourceRecord) => void;
}

/**
 * Writes batches of items in order, each prepared while the one before is being written. Of a batch that the warehouse
 * refuses, the records that it refuses by themselves are set aside and the others go in. What such a batch wrote before
 * it was refused is put right when the street is next advanced, as after a crash.
 */
export class BatchWriting {
  readonly #parts: Parts;
  readonly #shop: Shop;
  readonly #origin: Origin;
  readonly #said: Said;
  #writer: RecordWriter;
  #progress: ImportProgress;
  /** Answers the batch where the warehouse refused it. */
  #underWay: Promise<readonly Takeable[] | undefined> = Promise.resolve(undefined);
  /** Refused by themselves, and acknowledged with what is written next. */
  #aside: Aside[] = [];
  #inARow = 0;
  /** What is new to the warehouse: also where a try that was refused has written it already. */
  readonly #changing = new Set<Takeable>();

  constructor(parts: Parts, shop: Shop, origin: Origin, before: ImportProgress, said: Said) {
    this.#parts = parts;
    this.#shop = shop;
    this.#origin = origin;
    this.#said = said;
    this.#progress = before;
    this.#writer = this.#newWriter();
  }

  /** Takes the next batch; what went wrong with the one before is thrown here, or by {@link end}. */
  async add(items: readonly Item[]): Promise<void> {
    const batch = await this.#takeable(items);
    let prepared = await this.#prepare(batch);
    if ((await this.#settled()) === 'anew') prepared = await this.#prepare(batch);
    if (prepared === undefined) {
      await this.#apart(batch);
      return;
    }
    this.#underWay = this.#write(batch, prepared).then(
      () => undefined,
      (error: unknown) => {
        if (!refusesContent(error)) throw error;
        return batch;
      },
    );
    // A failure surfaces at the next batch; meanwhile it is not unhandled.
    this.#underWay.catch(() => {});
  }

  /** All that was added is written when this resolves; answers how far the import has come. */
  async end(): Promise<ImportProgress> {
    await this.#settled();
    return this.#progress;
  }

  /** Resolves when nothing is under way any more, whatever became of it. */
  async idle(): Promise<void> {
    await this.#underWay.catch(() => {});
  }

  #newWriter(): RecordWriter {
    const { sql, ledger } = this.#parts;
    const { id } = this.#shop;
    return new RecordWriter(sql, this.#shop, this.#origin.connection, (count) =>
      ledger.counters.reserve(id, 'customer', count),
    );
  }

  async #takeable(items: readonly Item[]): Promise<readonly Takeable[]> {
    const read = items.flatMap((item) => (item.outcome === 'read' ? [item] : []));
    const records = read.map(({ record }) => record);
    const kept = await withoutErased(this.#parts.ledger, this.#shop.id, this.#origin.connection, records);
    const taken = new Map<Item, Takeable>();
    for (const [index, item] of read.entries()) {
      const record = kept[index];
      const { rows, place } = item;
      taken.set(item, record === undefined ? { outcome: 'erased', rows, place } : { ...item, record });
    }
    return items.map((item) => taken.get(item) ?? item);
  }

  /** Undefined where the warehouse refuses what the batch asks. */
  async #prepare(batch: readonly Takeable[]): Promise<PreparedBatch | undefined> {
    try {
      return await this.#prepared(batch);
    } catch (error) {
      if (refusesContent(error)) return undefined;
      throw error;
    }
  }

  #prepared(batch: readonly Takeable[]): Promise<PreparedBatch> {
    const records = batch.flatMap((item) => (item.outcome === 'read' ? [item.record] : []));
    return persistently(this.#parts, () => this.#writer.prepare(records));
  }

  /** Waits for the batch under way. Where it had to be taken apart, what was prepared after it must be so anew. */
  async #settled(): Promise<'settled' | 'anew'> {
    const refused = await this.#underWay;
    this.#underWay = Promise.resolve(undefined);
    if (refused === undefined) return 'settled';
    await this.#apart(refused);
    return 'anew';
  }

  async #apart(batch: readonly Takeable[]): Promise<void> {
    this.#writer = this.#newWriter();
    const work = async (some: readonly Takeable[]) => {
      try {
        await this.#write(some, await this.#prepared(some));
        if (some.some(({ outcome }) => outcome === 'read')) this.#inARow = 0;
      } catch (error) {
        this.#writer = this.#newWriter();
        throw error;
      }
    };
    await eachInHalves(batch, work, refusesContent, (item, error) => this.#setAside(item, error));
    if (this.#aside.length > 0) await work([]);
  }

  #setAside(item: Takeable, error: WarehouseError): void {
    this.#inARow += 1;
    if (item.outcome !== 'read' || this.#inARow > MOST_REFUSED_IN_A_ROW) throw error;
    const { record, place, rows } = item;
    this.#changing.delete(item);
    this.#aside.push({ place, rows, reason: refusalOf(record, error), body: JSON.stringify(record), retry: AS_RECORD });
    this.#said.refused(record);
  }

  async #write(batch: readonly Takeable[], prepared: PreparedBatch): Promise<void> {
    const { ledger, clock } = this.#parts;
    const { id } = this.#shop;
    const { connection, source, fingerprint, retry } = this.#origin;
    const number = await ledger.batches.open(id, connection, clock());
    const read = batch.flatMap((item) => (item.outcome === 'read' ? [item] : []));
    for (const [index, item] of read.entries()) if (prepared.accepted[index]) this.#changing.add(item);
    // Before the records, so that no crash leaves a name unknown that is stated.
    await declareStated(
      ledger,
      this.#shop,
      read.map(({ record }) => record),
    );
    await persistently(this.#parts, () => prepared.write(number));
    const before = this.#progress;
    const refused: Aside[] = [
      ...this.#aside,
      ...batch.flatMap((item) => (item.outcome === 'refused' ? [{ ...item, retry }] : [])),
    ];
    await ledger.refused.add(
      id,
      refused.map(({ place, reason, body, retry }) => ({
        connection,
        fingerprint,
        source,
        place,
        reason,
        body,
        retry,
      })),
      clock(),
    );
    const erased = batch.reduce((sum, item) => sum + (item.outcome === 'erased' ? item.rows : 0), 0);
    const rowsWhere = (changed: boolean) =>
      read.reduce((sum, item) => sum + (this.#changing.has(item) === changed ? item.rows : 0), 0);
    const progress: ImportProgress = {
      ...before,
      acknowledged: before.acknowledged + this.#aside.length + batch.length,
      accepted: before.accepted + rowsWhere(true),
      unchanged: before.unchanged + rowsWhere(false) + erased,
      refused: before.refused + refused.reduce((sum, { rows }) => sum + rows, 0),
    };
    await ledger.batches.written(id, number, clock(), progress);
    this.#progress = progress;
    this.#aside = [];
    for (const item of batch) this.#changing.delete(item);
    this.#said.written(progress);
  }
}
