import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sourceOf } from '../../testing/files.ts';
import { openContent } from '../open-content.js';
import { isRow, type RowOrRefused } from './row.js';

async function entriesOf(text: string | Uint8Array, name = 'file.csv') {
  const content = await openContent(await sourceOf(name, text));
  if (!('kind' in content) || content.kind !== 'table') throw new Error('not a table');
  const table = await content.open();
  if (table.outcome === 'failed') throw new Error(table.reason);
  const entries: RowOrRefused[] = [];
  for await (const batch of table.batches) entries.push(...batch);
  return { columns: table.columns, entries };
}

const shown = (entries: readonly RowOrRefused[]) =>
  entries.map((entry) => (isRow(entry) ? [entry.number, ...entry.cells] : `${entry.place}: ${entry.reason}`));

test.each([
  ['comma', 'a,b\n1,2\n'],
  ['semicolon', 'a;b\n1;2\n'],
  ['tab', 'a\tb\n1\t2\n'],
  ['bar', 'a|b\n1|2\n'],
  ['line ends of Windows', 'a,b\r\n1,2\r\n'],
  ['byte order mark', '\uFEFFa,b\n1,2\n'],
  ['no last line end', 'a,b\n1,2'],
  ['quotes', '"a","b"\n"1","2"\n'],
  ['quotes and line ends of Windows', '"a","b"\r\n"1","2"\r\n'],
  ['blanks around names', ' a , b \n1,2'],
])('reads %s', async (_name, text) => {
  const { columns, entries } = await entriesOf(text);
  expect(columns).toEqual(['a', 'b']);
  expect(entries.filter(isRow).map((row) => row.cells)).toEqual([['1', '2']]);
});

test('lines are counted through blank lines and quoted line ends', async () => {
  const { entries } = await entriesOf('\na,b\n\n1,"x\ny"\n2,"say ""hi"", she"\n3\n4,d\n');
  expect(shown(entries)).toEqual([
    [4, '1', 'x\ny'],
    [6, '2', 'say "hi", she'],
    'line 7: 1 values where the header has 2 columns',
    [8, '4', 'd'],
  ]);
});

test('a quote that is never closed costs its own line only', async () => {
  const { entries } = await entriesOf('a,b\n1,x\n2,"y\n3,z\n');
  expect(shown(entries)).toEqual([
    [2, '1', 'x'],
    'line 3: a quote is opened in this line and never closed',
    [4, '3', 'z'],
  ]);
});

test('a quote that another line closes costs the lines between, and says which', async () => {
  const { entries } = await entriesOf('a,b\n1,"x\n2,"y"\n3,z\n');
  expect(shown(entries)).toEqual(['lines 2 to 3: a quote inside a quoted value must be doubled', [4, '3', 'z']]);
  expect(entries[0]).toMatchObject({ rows: 2 });
});

test('rows with NUL or with bytes that are not UTF-8 are refused, their neighbours taken', async () => {
  const bytes = Buffer.concat([Buffer.from('a,b\n1,x\n2,'), Buffer.from([0xe9, 0x0a]), Buffer.from('3,\0\n4,é\n')]);
  const { entries } = await entriesOf(bytes);
  expect(shown(entries)).toEqual([
    [2, '1', 'x'],
    'line 3: holds bytes that are not UTF-8: save the file as UTF-8, or name its encoding in a mapping',
    'line 4: holds a NUL character, which no text has',
    [5, '4', 'é'],
  ]);
});

test('an endless line is refused and skipped', async () => {
  const { entries } = await entriesOf(`a,b\n1,x\n2,${'y'.repeat(5_000_000)}\n3,z\n`);
  expect(shown(entries)).toEqual([[2, '1', 'x'], 'line 3: the line is longer than 1048576 characters', [4, '3', 'z']]);
});

test('any table comes back as it was written, wherever the blocks are cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '€', '"', ',', ';', '\n', ' ', '😀'), maxLength: 6 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 30 }), async (rows) => {
      // Rows enough to pass several blocks of 256 KiB, so that cuts fall inside quotes and characters.
      const many = Array.from({ length: rows.length === 0 ? 0 : 2_000 }, () => rows).flat();
      const text = ['a,b', ...many.map((row) => row.map(quoted).join(','))].join('\n');
      const { entries } = await entriesOf(text);
      const cells = entries.map((entry) => (isRow(entry) ? entry.cells : entry.reason));
      expect(JSON.stringify(cells) === JSON.stringify(many)).toBe(true);
    }),
    { numRuns: 12 },
  );
});
