import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { sourceOf } from '../../testing/files.ts';
import { openContent } from '../open-content.js';
import { isRow, type RowOrRefused } from './row.js';

async function open(bytes: Uint8Array) {
  const content = await openContent(await sourceOf('file.parquet', bytes));
  if (!('kind' in content) || content.kind !== 'table') throw new Error('not a table');
  return await content.open();
}

async function entriesOf(bytes: Uint8Array): Promise<RowOrRefused[]> {
  const table = await open(bytes);
  if (table.outcome === 'failed') throw new Error(table.reason);
  const entries: RowOrRefused[] = [];
  for await (const batch of table.batches) entries.push(...batch);
  return entries;
}

test('values become text without loss', async () => {
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'text', data: ['é', null] },
      { name: 'whole', data: [12n, 9007199254740993n] },
      { name: 'price', data: [0.1, 2.55] },
      { name: 'exact', data: [4.35, 19.99] },
      { name: 'local', data: [new Date('2010-12-01T08:26:00Z'), new Date('2011-07-01T00:00:00Z')] },
      { name: 'utc', data: [new Date('2010-12-01T08:26:00Z'), new Date('2011-07-01T00:00:00Z')] },
      { name: 'day', data: [new Date('2010-12-01'), new Date('2011-07-01')] },
      { name: 'yes', data: [true, false] },
    ],
    schema: [
      { name: 'root', num_children: 8 },
      { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'whole', type: 'INT64', repetition_type: 'REQUIRED' },
      { name: 'price', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'exact', type: 'INT32', converted_type: 'DECIMAL', scale: 2, precision: 9, repetition_type: 'REQUIRED' },
      {
        name: 'local',
        type: 'INT64',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' },
        repetition_type: 'REQUIRED',
      },
      { name: 'utc', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'REQUIRED' },
      { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
      { name: 'yes', type: 'BOOLEAN', repetition_type: 'REQUIRED' },
    ],
  });
  const entries = await entriesOf(new Uint8Array(bytes));
  expect(entries).toEqual([
    {
      number: 1,
      cells: ['é', '12', '0.1', '4.35', '2010-12-01T08:26:00', '2010-12-01T08:26:00.000Z', '2010-12-01', 'true'],
    },
    {
      number: 2,
      cells: [
        '',
        '9007199254740993',
        '2.55',
        '19.99',
        '2011-07-01T00:00:00',
        '2011-07-01T00:00:00.000Z',
        '2011-07-01',
        'false',
      ],
    },
  ]);
});

test('decimals of every width are exact, or no number', async () => {
  const long = [9007199254740993n, -1n, 123n];
  const column = (name: string, type: 'INT64' | 'FIXED_LEN_BYTE_ARRAY' | 'BYTE_ARRAY') =>
    ({ name, type, converted_type: 'DECIMAL', scale: 2, precision: 18, repetition_type: 'REQUIRED' }) as const;
  const bytes = parquetWriteBuffer({
    columnData: ['int', 'fixed', 'open'].map((name) => ({ name, data: long })),
    schema: [
      { name: 'root', num_children: 3 },
      column('int', 'INT64'),
      { ...column('fixed', 'FIXED_LEN_BYTE_ARRAY'), type_length: 16 },
      column('open', 'BYTE_ARRAY'),
    ],
  });
  expect((await entriesOf(new Uint8Array(bytes))).map((row) => isRow(row) && row.cells)).toEqual([
    ['90071992547409.93', '90071992547409.93', 'no exact number'],
    ['-0.01', '-0.01', '-0.01'],
    ['1.23', '1.23', '1.23'],
  ]);
});

test('a row group that is damaged is refused with its rows, the others are read', async () => {
  const data = Array.from({ length: 3_000 }, (_, index) => `value ${index}`);
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'a', data }], rowGroupSize: 1_000 }));
  bytes.fill(0xff, 4, 200);
  const entries = await entriesOf(bytes);
  expect(entries[0]).toMatchObject({ outcome: 'refused', place: 'rows 1 to 1000', rows: 1_000 });
  expect(entries.filter(isRow).map((row) => row.number)).toEqual(
    Array.from({ length: 2_000 }, (_, index) => 1_001 + index),
  );
});

test('a truncated file is said to be so', async () => {
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'a', data: ['x', 'y'] }] }));
  const table = await open(bytes.slice(0, -20));
  expect(table).toMatchObject({ outcome: 'failed', code: 'broken' });
});

test('a file without rows is empty', async () => {
  const table = await open(
    new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'a', data: [], type: 'STRING' }] })),
  );
  expect(table).toMatchObject({ outcome: 'failed', code: 'empty' });
});
