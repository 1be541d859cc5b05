import { createHash } from 'node:crypto';
import { mkdtemp, readFile as readBytes, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { fromMillionths, isCounted, orderTotal, type SourceRecord, toMillionths, type Version } from '@clientele/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFile } from './read-file.js';

/** The long run reads both files of the retailer whole, as the demonstration imports them; otherwise it is the sample. */
const WHOLE = process.env.CLIENTELE_TEST_LONG === '1';

const DEMO = fileURLToPath(new URL('../../../../apps/cli/demo/online-retail/', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../fixtures/online-retail-sample.csv.gz', import.meta.url));
/** The days that the older of the two files and the newer one both have: from the one up to the other. */
const BOTH = { from: '2010-12-01', before: '2010-12-10' };

const GOLDEN = WHOLE
  ? {
      rows: { newer: 541_909, older: 525_461, both: 22_523 },
      totals: {
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
      },
    }
  : {
      rows: { newer: 25_274, older: 25_638, both: 997 },
      totals: {
        orders: 2_194,
        ordersWithCustomer: 2_146,
        customers: 264,
        customersWithOrder: 261,
        gross: '1938949.661',
        grossOfCustomers: '1909685.631',
        net: '1622148.851',
        netOfCustomers: '1595405.551',
        rowsFinerThanAPenny: 1,
        rows: 49_915,
      },
    };

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

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-golden-'));
  const files = WHOLE
    ? { newer: `${DEMO}online-retail-2010-2011.csv.gz`, older: `${DEMO}online-retail-2009-2010.parquet` }
    : await sampleInTwo();
  newer = await keep(files.newer);
  older = await keep(files.older);
}, 300_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The sample, which has the days of both once, as two files such as the retailer's. */
async function sampleInTwo(): Promise<{ newer: string; older: string }> {
  const [head, ...rows] = gunzipSync(await readBytes(SAMPLE))
    .toString()
    .trimEnd()
    .split('\n');
  // A description may break a line or have commas; the moment of a row is what looks like one.
  const dayOf = (row: string) => /,(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d,/.exec(row)?.[1] ?? '';
  const write = async (name: string, some: readonly string[]) => {
    const path = join(directory, name);
    await writeFile(path, [head, ...some, ''].join('\n'));
    return path;
  };
  return {
    newer: await write(
      'newer.csv',
      rows.filter((row) => dayOf(row) >= BOTH.from),
    ),
    older: await write(
      'older.csv',
      rows.filter((row) => dayOf(row) < BOTH.before),
    ),
  };
}

test('every row of both files is taken', () => {
  expect([newer.rows, older.rows]).toEqual([GOLDEN.rows.newer, GOLDEN.rows.older]);
  expect([newer.refused, older.refused]).toEqual([0, 0]);
});

test('the golden numbers, in either order and imported twice', () => {
  for (const files of [
    [newer, older],
    [older, newer],
    [older, newer, older, newer],
  ]) {
    expect(totals(stored(files))).toEqual(GOLDEN.totals);
  }
});

test('what is stored does not depend on the order of import', () => {
  const one = stored([newer, older]);
  const other = stored([older, newer, older]);
  expect(one.size).toBe(other.size);
  expect([...one].filter(([key, kept]) => other.get(key)?.content !== kept.content)).toEqual([]);
});

test('the rows of the nine days in both files say the same', () => {
  let rows = 0;
  for (const [key, kept] of newer.records) {
    const twin = older.records.get(key);
    if (twin === undefined || /^(customer|product) /.test(key)) continue;
    expect(twin.content).toBe(kept.content);
    rows += kept.rows;
  }
  expect(rows).toBe(GOLDEN.rows.both);
});

test('no version of a record stands for two contents', () => {
  const differing = [...newer.records].filter(([key, kept]) => {
    const twin = older.records.get(key);
    return twin !== undefined && compareVersions(twin.version, kept.version) === 0 && twin.content !== kept.content;
  });
  expect(differing).toEqual([]);
});

async function keep(path: string): Promise<ReadFile> {
  const reading = await readFile({ path, as: 'online-retail' });
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
