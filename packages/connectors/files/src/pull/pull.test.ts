import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Budgets, MemoryKeep, MemorySpool, Runner, readSettings } from '@clientele/connector-kit';
import { type Instant, instant, instantOfMs, type SourceRecord, timeZone } from '@clientele/model';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { fileOf, itemsOf } from '../../testing/files.ts';
import type { Mapping } from '../mapping/mapping.js';
import { filesConnector } from './connector.js';

const NOW = instant('2026-05-04T12:00:00Z');
/** The beginning of real orders. */
const SAMPLE = gunzipSync(readFileSync(new URL('../../fixtures/online-retail-sample.csv.gz', import.meta.url)))
  .toString()
  .split('\n')
  .slice(0, 3_000)
  .join('\n');
const connector = filesConnector({ pageSize: 50, blockBytes: 10_000 });

/** A directory in memory, and a connection that reads it. */
function aDirectory(given: object) {
  const reading = readSettings(connector.settings, { directory: '/srv/exports', ...given });
  if (reading.outcome === 'invalid') throw new Error(reading.reason);
  const { settings } = reading;
  const files = new Map<string, { readonly content: Uint8Array; readonly changedAt: Instant }>();
  const keep = new MemoryKeep();
  let now = Date.parse(NOW);
  const fetch = async (request: Request, directory?: string): Promise<Response> => {
    expect(directory).toBe('/srv/exports');
    const name = decodeURIComponent(new URL(request.url).pathname.slice('/srv/exports/'.length));
    const listed = [...files].map(([file, { content, changedAt }]) => ({
      name: file,
      size: content.length,
      changedAt,
      tag: changedAt,
    }));
    if (name === '') return Response.json(listed);
    const [from = 0, to = 0] = (request.headers.get('range') ?? '').replace('bytes=', '').split('-').map(Number);
    return new Response(files.get(name)?.content.slice(from, to + 1), { status: 206 });
  };
  const host = {
    fetch,
    now: () => instantOfMs(now),
    sleep: async (ms: number) => {
      now += ms;
    },
    random: () => 0.5,
    keep,
    openSpool: async () => new MemorySpool(),
    budgets: new Budgets(),
    log: () => {},
  };
  const runner = new Runner(connector, settings, host);
  return {
    keep,
    put(name: string, content: string | Uint8Array) {
      now += 60_000;
      files.set(name, { content: Buffer.from(content), changedAt: instantOfMs(now) });
    },
    remove(...names: readonly string[]) {
      for (const name of names) files.delete(name);
    },
    /** Writes it again in the moment before the next sync. */
    touch(name: string) {
      const content = files.get(name)?.content ?? new Uint8Array();
      files.set(name, { content, changedAt: instantOfMs(now + 59_000) });
    },
    async sync(sweeping: 'due' | 'now' = 'due') {
      now += 60_000;
      const { outcome, why, counts } = await runner.sync({ isNow: true, sweeping });
      expect([outcome, why]).toEqual(['done', undefined]);
      return counts.records;
    },
    records: () => stated(keep.records()),
  };
}

/** By kind and id, as JSON has it. */
function stated(records: readonly SourceRecord[]): Record<string, unknown> {
  const entries = records.map((record) => [`${record.kind} ${record.externalId}`, JSON.parse(JSON.stringify(record))]);
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

const TILL: Mapping = {
  rows: 'orders',
  columns: { order: 'id', placedAt: 'at', price: 'price', product: 'what', customer: 'who', email: 'mail' },
  constants: {},
  attributes: {},
  channel: { id: 'till-1', kind: 'till' },
  currency: 'EUR',
  dates: 'iso',
  decimal: '.',
  encoding: 'utf-8',
};
const HEADER = 'id,at,price,what,who,mail\n';
/** Rows of an order apart from one another, and customers that are told by several orders. */
const rows = Array.from(
  { length: 60 },
  (_, index) =>
    `${index % 20},2026-05-0${1 + (index % 3)} 10:00,${index}.50,P${index % 7},K${index % 5},k${index % 5}@example.com\n`,
);
const TABLE = HEADER + rows.join('');

describe('what is pulled is what is imported', () => {
  const columnData = ['id', 'at', 'price', 'what', 'who', 'mail'].map((name, column) => ({
    name,
    data: rows.map((row) => row.trim().split(',')[column] ?? ''),
  }));
  test.each<[string, string | Uint8Array, string | Mapping]>([
    ['till.csv', TABLE, TILL],
    ['till.csv.gz', gzipSync(TABLE), TILL],
    ['till.parquet', new Uint8Array(parquetWriteBuffer({ columnData })), TILL],
    ['sample.csv', SAMPLE, 'online-retail'],
  ])('of %s', async (name, content, as) => {
    const said = typeof as === 'string' ? { format: as } : { mapping: JSON.stringify(as) };
    const directory = aDirectory({ ...said, timeZone: 'Europe/Berlin' });
    directory.put(name, content);
    await directory.sync();
    // A format that knows its own time zone is read in that.
    const options = typeof as === 'string' ? {} : { timeZone: timeZone('Europe/Berlin') };
    const items = await itemsOf({ path: await fileOf(name, content), as, options });
    const imported = items.flatMap((item) => (item.outcome === 'read' ? [item.record] : []));
    expect(Object.keys(directory.records()).length).toBeGreaterThan(10);
    expect(directory.records()).toEqual(stated(imported));
    expect(await directory.sync()).toMatchObject({ objects: 0 });
  });
});

test('a row that changed is read again though its file knows no changes; what it lacks is not gone', async () => {
  const directory = aDirectory({ mapping: JSON.stringify(TILL) });
  directory.put('may.csv', TABLE);
  await directory.sync();
  directory.put('may.csv', HEADER + (rows[0] ?? '').replace('0.50', '7.50'));
  expect(await directory.sync()).toMatchObject({ refused: 0, gone: 0 });
  expect(directory.keep.dropped()).toEqual([]);
  // Only one of its three rows is there now: fewer rows are an older order.
  expect(directory.records()['order 0']).toMatchObject({ lines: { length: 3 } });
  directory.put('may.csv', TABLE.replace('0,2026-05-01 10:00,0.50', '0,2026-05-01 10:00,7.50'));
  await directory.sync();
  expect(directory.records()['order 0']).toMatchObject({ lines: [{ listPrice: '7.5' }, {}, {}] });
});

test('a row that cannot be read is refused with its file, place and content, and so is a file', async () => {
  const directory = aDirectory({ mapping: JSON.stringify(TILL) });
  directory.put('may.csv', TABLE.replace('0,2026-05-01 10:00', '0,2026-05-99 10:00'));
  directory.put('stock.csv', 'article,stock\n1,2\n');
  expect(await directory.sync()).toMatchObject({ refused: 2 });
  expect(directory.keep.refused()).toMatchObject([
    { place: 'records may.csv line 2', reason: expect.stringContaining("'at') is not a date"), body: /05-99/ },
    { place: 'records stock.csv', reason: expect.stringMatching(/the file has no column 'id'/) },
  ]);
  directory.put('stock.csv', TABLE);
  await directory.sync();
  expect(directory.keep.refused().map(({ place }) => place)).toEqual(['records may.csv line 2']);
});

test('full exports tell what is gone, unless a row of them cannot be read or there are none', async () => {
  const directory = aDirectory({ mapping: JSON.stringify(TILL), fullExports: 'yes' });
  const gone = () => directory.keep.dropped().map(({ externalId }) => externalId);
  const without19 = TABLE.replaceAll(/^19,.*\n/gm, '');
  const day = async (name: string, content: string) => {
    directory.put(name, content);
    await directory.sync('now');
  };
  await day('1.csv', TABLE);
  expect(gone()).toEqual([]);
  await day('2.csv', HEADER);
  await day('3.csv', without19.replace('0,2026-05-01', '0,2026-05-99'));
  expect(gone()).toEqual([]);
  await day('4.csv', without19);
  expect(gone()).toEqual(['19']);
});

test('full exports that are not there, or are being written, tell nothing', async () => {
  const directory = aDirectory({ mapping: JSON.stringify(TILL), fullExports: 'yes' });
  const known = () => [Object.keys(directory.records()).length, directory.keep.dropped().length];
  directory.put('1.csv', TABLE.replaceAll(/^19,.*\n/gm, ''));
  directory.put('2.csv', TABLE);
  await directory.sync('now');
  const before = known();
  directory.touch('2.csv');
  await directory.sync('now');
  expect(known()).toEqual(before);
  directory.remove('1.csv', '2.csv');
  await directory.sync('now');
  expect(known()).toEqual(before);
});

test('a file that says a record and its deletion brings neither again when it grows', async () => {
  const directory = aDirectory({ format: 'clientele' });
  const person = (externalId: string, updatedAt: string) => ({ kind: 'customer', externalId, version: { updatedAt } });
  const lines = [
    person('c-1', '2026-05-01T10:00:00Z'),
    { ...person('c-1', '2026-05-02T10:00:00Z'), kind: 'deletion', of: 'customer' },
    { ...person('c-2', '2026-05-03T10:00:00Z'), fistName: 'Bo' },
  ];
  const text = (some: readonly object[]) => some.map((line) => `${JSON.stringify(line)}\n`).join('');
  directory.put('log.jsonl', text(lines));
  expect(await directory.sync()).toMatchObject({ changed: 2, refused: 1 });
  expect(directory.keep.refused()).toMatchObject([
    { place: 'records customer c-2', reason: expect.stringMatching(/^log\.jsonl line 3: /) },
  ]);
  directory.put('log.jsonl', text([...lines.slice(0, 2), person('c-2', '2026-05-04T10:00:00Z')]));
  expect(await directory.sync()).toMatchObject({ changed: 1, unchanged: 3, refused: 0 });
  expect([Object.keys(directory.records()), directory.keep.refused()]).toEqual([['customer c-2'], []]);
});

test('each name of a file may be read in its own way, and others are left alone', async () => {
  const people = { rows: 'customers', columns: { customer: 'who', email: 'mail', updatedAt: 'at' } };
  const mapping = JSON.stringify({ 'orders-*.csv': TILL, 'people.csv': people });
  const directory = aDirectory({ mapping });
  directory.put('orders-1.csv', TABLE);
  directory.put('people.csv', 'who,mail,at\nK99,k99@example.com,2026-05-01\n');
  directory.put('readme.txt', 'Exports of the till.\n');
  expect(await directory.sync()).toMatchObject({ refused: 0 });
  expect(directory.records()).toMatchObject({ 'customer K99': { email: 'k99@example.com' }, 'order 0': {} });
});

test.each([
  [{ directory: 'exports' }, /directory: give an absolute path/],
  [{ directory: '/srv/../etc' }, /directory: give it without/],
  [{ address: 'https://erp.example/a.csv' }, /directory: give either a directory or an address/],
  [{ directory: undefined, address: 'http://erp.example/a.csv' }, /address: must begin with https/],
  [{ format: 'excel' }, /format: give one of online-retail, cdnow/],
  [{ mapping: '{"rows":"orders","columns":{"oder":"id"}}' }, /mapping: Mapping, columns.oder: .* did you mean order\?/],
  [{ mapping: 'till.json' }, /mapping: Mapping: it is no JSON; write mapping="\$\(cat/],
  [
    { mapping: '{"rows":"events","columns":{"event":"a","name":"b","at":"c"}}', format: 'cdnow' },
    /either a format or a/,
  ],
])('settings that cannot be used say so: %j', (given, reason) => {
  const reading = readSettings(connector.settings, { directory: '/srv/exports', ...given });
  expect(reading).toMatchObject({ outcome: 'invalid', reason: expect.stringMatching(reason) });
});
