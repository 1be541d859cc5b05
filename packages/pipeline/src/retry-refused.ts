import type { Item } from '@clientele/connector-kit';
import type { StoredRefused } from '@clientele/ledger';
import { readRecord, type Shop } from '@clientele/model';
import { RecordWriter } from '@clientele/warehouse';
import { declareStated } from './custom-attributes.js';
import { withoutErased } from './erase/without-erased.js';
import { eachInHalves } from './in-halves.js';
import type { Parts } from './parts.js';
import { persistently } from './persistently.js';
import { isKeptAsRecord, refusalOf, refusesContent } from './refused-content.js';

/**
 * Refused input tried at once. The rows of one order lie next to one another, also where each was refused by itself;
 * so that none is cut, as many again are read beyond, and what began before is tried whole.
 */
const INPUTS_AT_ONCE = 2_000;

/** What a connector makes of refused input of one file: see {@link ReadAgain}. */
export interface InputReadAgain {
  /** False where a record may be a part of what its source says: then it goes in only where nothing of it is. */
  readonly whole: boolean;
  /** What could be read and what could not, with the numbers of the input; input of which nothing is said stays. */
  readonly items: readonly { readonly item: Item; readonly of: readonly number[] }[];
}

/** Reads refused input of one connection and file again; undefined where it is not known how. */
export type ReadAgain = (inputs: readonly StoredRefused[]) => InputReadAgain | undefined;

/** Inputs by what became of them. */
export interface RetryCounts {
  readonly accepted: number;
  readonly refused: number;
}

/**
 * Tries a shop's refused input again: what can be read now goes in and is refused no longer. Interrupted, it is done
 * again from the start. In the shop's turn; profiles follow when the street is next advanced.
 *
 * @param connection tries the input of this connection only
 */
export async function retryRefused(
  parts: Parts,
  shop: Shop,
  readAgain: ReadAgain,
  connection?: string,
): Promise<RetryCounts> {
  const { ledger } = parts;
  let [tried, accepted] = [0, 0];
  const of = connection === undefined ? {} : { connection };
  const pageAfter = (after: number) => ledger.refused.list(shop.id, { ...of, after, limit: INPUTS_AT_ONCE });
  let page = await pageAfter(0);
  let beyond = page;
  for (;;) {
    const edge = beyond[beyond.length - 1]?.number;
    if (edge === undefined) return { accepted, refused: tried - accepted };
    beyond = await pageAfter(edge);
    const triedBeyond = new Set<number>();
    for (const alike of byFileAndWay([...page, ...beyond])) {
      const reading = isKeptAsRecord(alike[0]?.retry) ? recordsAgain(alike) : readAgain(alike);
      if (reading === undefined) continue;
      const items = reading.items.filter(({ of }) => of.some((number) => number <= edge));
      for (const { of } of items) for (const number of of) if (number > edge) triedBeyond.add(number);
      accepted += await takeIn(parts, shop, alike, { whole: reading.whole, items });
    }
    tried += page.length + triedBeyond.size;
    page = beyond.filter(({ number }) => !triedBeyond.has(number));
  }
}

/** Reads input that is kept as the record that was read of it. */
function recordsAgain(inputs: readonly StoredRefused[]): InputReadAgain {
  const items = inputs.map(({ number, place, body }) => {
    const reading = readRecord(JSON.parse(body));
    const item: Item =
      reading.outcome === 'read'
        ? { outcome: 'read', record: reading.record, rows: 1, place }
        : { outcome: 'refused', reason: reading.reason, rows: 1, place, body };
    return { item, of: [number] };
  });
  return { whole: true, items };
}

function byFileAndWay(inputs: readonly StoredRefused[]): StoredRefused[][] {
  const groups = new Map<string, StoredRefused[]>();
  for (const input of inputs) {
    const key = JSON.stringify([input.connection, input.fingerprint, input.source, input.retry]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [input]);
    else group.push(input);
  }
  return [...groups.values()];
}

/** Writes what could be read, and then forgets the input of which all went in; how many that were. */
async function takeIn(
  parts: Parts,
  shop: Shop,
  inputs: readonly StoredRefused[],
  { whole, items }: InputReadAgain,
): Promise<number> {
  const { ledger, sql, clock } = parts;
  const connection = inputs[0]?.connection ?? '';
  const reasons = new Map<number, string>();
  const decided = new Set<number>();
  const readable = items.flatMap(({ item, of }) => (item.outcome === 'read' ? [{ ...item, of }] : []));
  const records = readable.map(({ record }) => record);
  const kept = await withoutErased(ledger, shop.id, connection, records);
  const read = readable.flatMap((item, index) => {
    const record = kept[index];
    if (record !== undefined) return [{ ...item, record }];
    // Of somebody who was erased: there is nothing to be tried again.
    for (const input of item.of) decided.add(input);
    return [];
  });
  const write = async (some: readonly (typeof read)[number][]) => {
    const writer = new RecordWriter(sql, shop, connection, (count) =>
      ledger.counters.reserve(shop.id, 'customer', count),
    );
    const records = some.map(({ record }) => record);
    const prepared = await persistently(parts, () => writer.prepare(records, { onlyNew: !whole }));
    const number = await ledger.batches.open(shop.id, connection, clock());
    await declareStated(ledger, shop, records);
    await persistently(parts, () => prepared.write(number));
    await ledger.batches.written(shop.id, number, clock());
    for (const [index, { record, rows, of }] of some.entries()) {
      // What stands for no row of its own is a by-product, such as the customer of an order.
      if (rows === 0) continue;
      for (const input of of) decided.add(input);
      if (whole || prepared.stored[index]) continue;
      const reason = `it can be read now, but ${record.kind} ${record.externalId} is there already, made of its other rows: import the mended file`;
      for (const input of of) reasons.set(input, reason);
    }
  };
  if (read.length > 0) {
    await eachInHalves(read, write, refusesContent, ({ record, of }, error) => {
      for (const input of of) reasons.set(input, refusalOf(record, error));
    });
  }
  for (const { item, of } of items) {
    if (item.outcome === 'refused') for (const input of of) reasons.set(input, item.reason);
  }
  const done = [...decided].filter((input) => !reasons.has(input));
  await ledger.refused.remove(shop.id, done);
  const now = clock();
  const told = inputs.map((input) => ({ input, reason: reasons.get(input.number) }));
  const same = told.filter(({ input, reason }) => reason === input.reason);
  await ledger.refused.tried(
    shop.id,
    same.map(({ input }) => input.number),
    now,
  );
  const others = told.flatMap(({ input, reason }) =>
    reason === undefined || reason === input.reason ? [] : [{ ...input, reason }],
  );
  await ledger.refused.add(shop.id, others, now);
  return done.length;
}
