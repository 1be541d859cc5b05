import type { RefusedInput } from '@clientele/connector-kit';
import { type Failure, failure } from '../failure.js';
import { refused } from '../refused.js';
import type { ByteSource } from '../source/bytes.js';
import { type Line, lineBatches } from '../source/lines.js';
import { type Encoding, REPLACEMENT, refuseUnlessText } from '../source/text.js';
import type { OpenedTable, Progress, Row, RowOrRefused } from './row.js';

export interface JsonLine {
  readonly number: number;
  readonly value: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A file of one JSON object a line. */
export interface JsonLines {
  readonly outcome: 'opened';
  readonly batches: AsyncIterable<readonly (JsonLine | RefusedInput)[]>;
  /** The objects of the first lines, to see what is in the file. */
  readonly first: readonly JsonLine[];
  readonly progress: () => Progress;
  readonly close: () => Promise<void>;
}

export function isJsonLine(entry: JsonLine | RefusedInput): entry is JsonLine {
  return 'value' in entry;
}

export async function openJsonl(
  path: string,
  head: Buffer,
  source: ByteSource,
  encoding?: Encoding,
): Promise<JsonLines | Failure> {
  const lines = lineBatches(source, encoding);
  let firstLines: readonly Line[] = [];
  while (firstLines.every((line) => line.text.trim() === '')) {
    const next = await lines.next();
    if (next.done) return failure('empty', `${path} holds nothing but blanks`);
    firstLines = next.value;
    if (firstLines[0]?.problem !== undefined && firstLines[0].text === '') {
      return failure('broken', `${path} cannot be unpacked: ${firstLines[0].problem}`);
    }
  }
  const unreadable = refuseUnlessText(path, head, firstLines[0]?.text ?? '');
  if (unreadable !== undefined) return unreadable;
  const firstBatch = firstLines.flatMap(readLine);
  return {
    outcome: 'opened',
    first: firstBatch.filter(isJsonLine),
    batches: batches(),
    progress: () => ({ done: source.done(), total: source.totalBytes, unit: 'bytes' }),
    close: async () => {
      await lines.return();
    },
  };

  async function* batches(): AsyncGenerator<readonly (JsonLine | RefusedInput)[]> {
    yield firstBatch;
    for await (const batch of lines) yield batch.flatMap(readLine);
  }
}

/** JSON objects as a table: its columns are the keys met in the first lines, other keys are passed over. */
export function tableOfJsonl(path: string, lines: JsonLines): OpenedTable {
  const columns = [...new Set(lines.first.flatMap((line) => Object.keys(line.value)))];
  if (columns.length === 0) return failure('wrong_columns', `${path} holds no JSON object in its first lines`);
  return {
    outcome: 'opened',
    columns,
    counts: 'line',
    batches: batches(),
    progress: lines.progress,
    close: lines.close,
  };

  async function* batches(): AsyncGenerator<readonly RowOrRefused[]> {
    for await (const batch of lines.batches) yield batch.map(rowOf);
  }

  function rowOf(entry: JsonLine | RefusedInput): RowOrRefused {
    return isJsonLine(entry) ? rowOfObject(columns, entry.number, entry.value) : entry;
  }
}

export function rowOfObject(columns: readonly string[], number: number, value: JsonLine['value']): Row {
  return { number, cells: columns.map((column) => cellOf(value[column])) };
}

function readLine(line: Line): (JsonLine | RefusedInput)[] {
  const place = `line ${line.number}`;
  if (line.problem !== undefined) return [refused(place, line.problem, line.text, line.text === '' ? 0 : 1)];
  if (line.text.trim() === '') return [];
  if (line.text.includes(REPLACEMENT)) {
    return [
      refused(
        place,
        'holds bytes that are not UTF-8: save the file as UTF-8, or name its encoding in a mapping',
        line.text,
      ),
    ];
  }
  const value = parseObject(line.text);
  if (value === undefined) return [refused(place, 'is not a JSON object: each line must hold one', line.text)];
  return [{ number: line.number, value, text: line.text }];
}

/** An object of JSON; a number of which a float is no exact copy (a long id) is the text that was written. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = LONG_NUMBER.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** More digits than every float tells apart; looked for first, as a reviver makes parsing slow. */
const LONG_NUMBER = /\d(?:\.?\d){15}/;

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return LONG_NUMBER.test(context.source) && String(value) !== context.source ? context.source : value;
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
