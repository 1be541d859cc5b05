import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { fromMillionths, isCounted, orderTotal, type SourceRecord, toMillionths, type Version } from '@clientele/model';
import { beforeAll, expect, test } from 'vitest';
import { readFile } from './read-file.js';

const DEMO = fileURLToPath(new URL('../../../../apps/cli/demo/online-retail/', import.meta.url));

/** What a store would keep of a record: enough to add up, and to compare whole contents. */
interface Kept {
  readonly version: Version;
  readonly content: string;
  readonly rows: number;
  readonly customer: string | undefined;
  /** In millionths; 0 for what has no money. */
  readonly gross: bigint;
  readonly net: bigint;
  readonly counted: boolean;
  readonly fineRows: number;
}

interface ReadFile {
  readonly records: ReadonlyMap<string, Kept>;
  readonly rows: number;
  readonly refused: number;
}

let newer: ReadFile;
let older: ReadFile;

beforeAll(async () => {
  newer = await keep('online-retail-2010-2011.csv.gz');
  older = await keep('online-retail-2009-2010.parquet');
}, 300_000);

test('every row of both files is taken', () => {
  expect([newer.rows, older.rows]).toEqual([541_909, 525_461]);
  expect([newer.refused, older.refused]).toEqual([0, 0]);
});

test('the golden numbers, in either order and imported twice', () => {
  for (const files of [
    [newer, older],
    [older, newer],
    [older, newer, older, newer],
  ]) {
    expect(totals(stored(files))).toEqual({
      orders: 40_076,
      ordersWithCustomer: 36_969,
      customers: 5_942,
      customersWithOrder: 5_878,
      gross: '20522661.858',
      grossOfCustomers: '17431533.178',
      net: '18909744.118',
      netOfCustomers: '16343651.038',
      rowsFinerThanAPenny: 18,
      rows: 1_044_847,
    });
  }
});

test('what is stored does not depend on the order of import', () => {
  const one = stored([newer, older]);
  const other = stored([older, newer, older]);
  expect(one.size).toBe(other.size);
  expect([...one].filter(([key, kept]) => other.get(key)?.content !== kept.content)).toEqual([]);
});

test('the nine days in both files are 22,523 rows that say the same', () => {
  let rows = 0;
  for (const [key, kept] of newer.records) {
    const twin = older.records.get(key);
    if (twin === undefined || /^(customer|product) /.test(key)) continue;
    expect(twin.content).toBe(kept.content);
    rows += kept.rows;
  }
  expect(rows).toBe(22_523);
});

test('no version of a record stands for two contents', () => {
  const differing = [...newer.records].filter(([key, kept]) => {
    const twin = older.records.get(key);
    return twin !== undefined && compareVersions(twin.version, kept.version) === 0 && twin.content !== kept.content;
  });
  expect(differing).toEqual([]);
});

async function keep(name: string): Promise<ReadFile> {
  const reading = await readFile({ path: `${DEMO}${name}`, as: 'online-retail' });
  if (reading.outcome === 'failed') throw new Error(reading.reason);
  const records = new Map<string, Kept>();
  let rows = 0;
  let refused = 0;
  for await (const item of reading.items) {
    rows += item.rows;
    if (item.outcome === 'refused') refused += 1;
    else records.set(`${item.record.kind} ${keyOf(item.record)}`, keptOf(item.record, item.rows));
  }
  return { records, rows, refused };
}

function keyOf(record: SourceRecord): string {
  return record.externalId;
}

function keptOf(record: SourceRecord, rows: number): Kept {
  const order = record.kind === 'order' ? record : undefined;
  const counted = order !== undefined && isCounted(order);
  const money =
    order !== undefined
      ? toMillionths(orderTotal(order))
      : record.kind === 'refund'
        ? -toMillionths(record.amount)
        : 0n;
  return {
    version: record.version,
    content: createHash('sha1').update(JSON.stringify(record)).digest('base64'),
    rows,
    customer:
      record.kind === 'order' || record.kind === 'refund'
        ? record.customer
        : record.kind === 'customer'
          ? record.externalId
          : undefined,
    gross: counted ? money : 0n,
    net: money,
    counted,
    fineRows: order?.lines.filter((line) => /\.\d{3,}$/.test(line.listPrice)).length ?? 0,
  };
}

function stored(files: readonly ReadFile[]): Map<string, Kept> {
  const store = new Map<string, Kept>();
  for (const file of files) {
    for (const [key, kept] of file.records) {
      const known = store.get(key);
      if (known === undefined || compareVersions(kept.version, known.version) > 0) store.set(key, kept);
    }
  }
  return store;
}

function compareVersions(a: Version, b: Version): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? -1 : 1;
  return a.tiebreak - b.tiebreak;
}

function totals(store: ReadonlyMap<string, Kept>) {
  const all = [...store.values()];
  const counted = all.filter((kept) => kept.counted);
  const sum = (kept: readonly Kept[], of: 'gross' | 'net') =>
    fromMillionths(kept.reduce((total, one) => total + one[of], 0n));
  const ofCustomers = all.filter((kept) => kept.customer !== undefined);
  return {
    orders: counted.length,
    ordersWithCustomer: counted.filter((kept) => kept.customer !== undefined).length,
    customers: [...store.keys()].filter((key) => key.startsWith('customer ')).length,
    customersWithOrder: new Set(counted.flatMap((kept) => kept.customer ?? [])).size,
    gross: sum(all, 'gross'),
    grossOfCustomers: sum(ofCustomers, 'gross'),
    net: sum(all, 'net'),
    netOfCustomers: sum(ofCustomers, 'net'),
    rowsFinerThanAPenny: all.reduce((total, kept) => total + kept.fineRows, 0),
    rows: all.reduce((total, kept) => total + kept.rows, 0),
  };
}
