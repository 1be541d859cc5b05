import Papa from 'papaparse';
import { failure } from '../failure.js';
import { refused } from '../refused.js';
import type { ByteSource } from '../source/bytes.js';
import { REPLACEMENT, refuseUnlessText, type TextForm, textBlocks } from '../source/text.js';
import type { OpenedTable, RowOrRefused } from './row.js';

/** A row longer than this is refused and skipped, so that a file without line ends cannot fill the memory. */
const MAX_ROW_CHARACTERS = 1_048_576;

/** The delimiters that are recognised by counting them in the header. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Opens delimited text whose first line names the columns. Blank lines are passed over. */
export async function openCsv(
  path: string,
  head: Buffer,
  source: ByteSource,
  { delimiter: givenDelimiter, encoding }: TextForm,
): Promise<OpenedTable> {
  const blocks = textBlocks(source, encoding);
  let start = '';
  let brokenOff: string | undefined;
  while (!hasFirstLine(start) && start.length <= MAX_ROW_CHARACTERS) {
    const block = await blocks.next();
    if (block.done) break;
    if ('brokenOff' in block.value) brokenOff = block.value.brokenOff;
    else start += block.value.text;
  }
  const unreadable = refuseUnlessText(path, head, start);
  if (unreadable !== undefined) return unreadable;
  if (start.trim() === '') {
    return brokenOff === undefined
      ? failure('empty', `${path} holds nothing but blanks`)
      : failure('broken', `${path} cannot be unpacked: ${brokenOff}`);
  }
  const delimiter = givenDelimiter ?? sniffDelimiter(start);
  const reader = new RowReader(delimiter);
  const columns = reader.header(start);
  if (columns === undefined) {
    return failure(
      'wrong_columns',
      `${path} has no header: its first line does not end, or a quote in it is not closed`,
    );
  }
  return { outcome: 'opened', columns, counts: 'line', batches: batches(), progress, close };

  async function* batches(): AsyncGenerator<readonly RowOrRefused[]> {
    yield reader.read('');
    if (brokenOff === undefined) {
      for await (const block of blocks) {
        if ('brokenOff' in block) {
          yield reader.end(block.brokenOff);
          return;
        }
        yield reader.read(block.text);
      }
    }
    yield reader.end(brokenOff);
  }

  async function close(): Promise<void> {
    await blocks.return();
  }

  function progress() {
    return { done: source.done(), total: source.totalBytes, unit: 'bytes' } as const;
  }
}

/** Whether the first line that is not blank has its end. (A pattern for it would be quadratic.) */
function hasFirstLine(text: string): boolean {
  const begin = text.search(/[^\n]/);
  return begin !== -1 && text.indexOf('\n', begin) !== -1;
}

function sniffDelimiter(start: string): string {
  const header = start.replace(/^\n+/, '').split('\n', 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Cuts text into rows; what is not yet a whole row waits for the next text. */
class RowReader {
  readonly #config: Papa.ParseConfig;
  readonly #parser: Papa.Parser;
  #rest = '';
  #line = 1;
  #width = 0;
  /** In a row that is too long: everything up to the next line end is dropped. */
  #dropping = false;

  constructor(delimiter: string) {
    this.#config = { delimiter, newline: '\n', quoteChar: '"' };
    this.#parser = new Papa.Parser(this.#config);
  }

  /** Takes the first text and its header; undefined where the header does not end. */
  header(text: string): readonly string[] | undefined {
    const blankLines = /^\n*/.exec(text)?.[0].length ?? 0;
    const input = text.slice(blankLines);
    const onlyFirst = new Papa.Parser({ ...this.#config, preview: 1, fastMode: false });
    const { data, meta } = parse(onlyFirst, input.includes('\n') ? input : `${input}\n`);
    const columns = data[0];
    if (columns === undefined || (text.length > MAX_ROW_CHARACTERS && !input.includes('\n'))) return undefined;
    this.#rest = input.slice(meta.cursor);
    this.#line += blankLines + 1 + lineEndsIn(columns);
    this.#width = columns.length;
    return columns.map((column) => column.trim());
  }

  read(text: string): readonly RowOrRefused[] {
    let input = this.#rest + text;
    const entries: RowOrRefused[] = [];
    if (this.#dropping) {
      const end = input.indexOf('\n');
      if (end === -1) {
        this.#rest = '';
        return entries;
      }
      this.#dropping = false;
      this.#line += 1;
      input = input.slice(end + 1);
    }
    this.#rest = this.#rows(input, entries);
    while (this.#rest.length > MAX_ROW_CHARACTERS) this.#giveUpOnFirstLine(entries);
    return entries;
  }

  end(brokenOff: string | undefined): readonly RowOrRefused[] {
    const entries: RowOrRefused[] = [];
    if (brokenOff !== undefined) {
      const reason = `the file breaks off here (${brokenOff}): fetch it again; rows before this line are taken`;
      entries.push(refused(`line ${this.#line}`, reason, this.#rest, this.#rest === '' ? 0 : 1));
      return entries;
    }
    while (this.#rest !== '') {
      const text = this.#rest.endsWith('\n') ? this.#rest : `${this.#rest}\n`;
      this.#rest = this.#rows(text, entries);
      if (this.#rest !== '') this.#giveUpOnFirstLine(entries);
    }
    return entries;
  }

  /** Adds the whole rows in `input` and returns what is left. */
  #rows(input: string, entries: RowOrRefused[]): string {
    const { data, errors, meta } = parse(this.#parser, input);
    const suspect = input.includes(REPLACEMENT) || input.includes('\0');
    const quoted = input.includes('"');
    const malformed = new Set(errors.map((error) => error.row));
    for (let index = 0; index < data.length; index += 1) {
      const cells = data[index] ?? [];
      const line = this.#line;
      const lineEnds = quoted ? lineEndsIn(cells) : 0;
      this.#line += 1 + lineEnds;
      if (cells.length === 1 && cells[0]?.trim() === '') continue;
      const problem = malformed.has(index)
        ? 'a quote inside a quoted value must be doubled'
        : cells.length !== this.#width
          ? `${cells.length} values where the header has ${this.#width} columns`
          : suspect
            ? notText(cells)
            : undefined;
      if (problem === undefined) entries.push({ number: line, cells });
      else {
        const rows = malformed.has(index) ? 1 + lineEnds : 1;
        const place = rows === 1 ? `line ${line}` : `lines ${line} to ${line + lineEnds}`;
        entries.push(refused(place, problem, JSON.stringify(cells), rows));
      }
    }
    return input.slice(meta.cursor);
  }

  /** The rest is longer than a row may be: either one endless line, or a quote that is never closed. */
  #giveUpOnFirstLine(entries: RowOrRefused[]): void {
    const end = this.#rest.indexOf('\n');
    const body = end === -1 ? this.#rest : this.#rest.slice(0, end);
    const reason =
      end === -1
        ? `the line is longer than ${MAX_ROW_CHARACTERS} characters`
        : 'a quote is opened in this line and never closed';
    entries.push(refused(`line ${this.#line}`, reason, body));
    if (end === -1) {
      this.#dropping = true;
      this.#rest = '';
      return;
    }
    this.#line += 1;
    this.#rest = this.#rows(this.#rest.slice(end + 1), entries);
  }
}

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly row: number }[];
  readonly meta: { readonly cursor: number };
}

/** Papa's own row cutter (untyped by its typings), which leaves an unfinished last row alone. */
function parse(parser: Papa.Parser, input: string): Parsed {
  return parser.parse(input, 0, true) as Parsed;
}

function lineEndsIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
}

function notText(cells: readonly string[]): string | undefined {
  if (cells.some((cell) => cell.includes('\0'))) return 'holds a NUL character, which no text has';
  if (cells.some((cell) => cell.includes(REPLACEMENT)))
    return 'holds bytes that are not UTF-8: save the file as UTF-8, or name its encoding in a mapping';
  return undefined;
}
