import {
  addToDay,
  type Day,
  dayOf,
  type Instant,
  instantOf,
  instantOfMs,
  msOfInstant,
  parseDay,
  parseLocalDateTime,
  startOfDay,
} from '@clientele/model';
import { EXAMPLE_ZONE } from './example-zone.js';
import { type FileBlock, type FileFault, type FileLine, fileBlocks, linesOf } from './file-blocks.js';
import { type RecordLine, readRecordLine } from './record-line.js';

/** A segment as a file says it. */
export interface SegmentFile {
  /** By which queries and later versions of the file know it. */
  readonly handle: string;
  readonly name: string;
  /** Empty where the file has none. */
  readonly description: string;
  /** The query at its place: as many lines down and columns in as it stands in the file, so that faults are placed there. */
  readonly query: string;
  readonly advice: SegmentAdvice;
  readonly examples: readonly Example[];
  /** Where each stands. */
  readonly lines: { readonly handle: number; readonly name: number; readonly query: number };
}

/** What a segment is good for: for readers of the file alone, but for the templates. */
export type SegmentAdvice = { readonly [Key in AdviceKey]?: string };
export type AdviceKey = (typeof ADVICE_KEYS)[number];

/** Somebody of whom the file says whether the segment has them. */
export interface Example {
  readonly member: boolean;
  /** Who it is, in a few words. */
  readonly words: string;
  readonly asOf: ExampleTime;
  readonly records: readonly RecordLine[];
  readonly line: number;
}

/** When examples are asked. Those of one `on` are together the shop that the question is asked of. */
export interface ExampleTime {
  readonly day: Day;
  readonly now: Instant;
}

export type SegmentFileReading =
  | { readonly outcome: 'read'; readonly file: SegmentFile }
  | { readonly outcome: 'invalid'; readonly faults: readonly FileFault[] };

const ADVICE_KEYS = ['group', 'needs', 'change', 'message', 'offer', 'timing', 'channel'] as const;
const KEYS = ['name', 'handle', 'description', ...ADVICE_KEYS, 'query', 'on', 'in', 'out'] as const;
type Key = (typeof KEYS)[number];

/** Letters and digits of any script, with hyphens and underscores between. */
const HANDLE = /^[\p{L}\p{M}\p{N}]+(?:[-_][\p{L}\p{M}\p{N}]+)*$/u;

/** Reads a segment file; all faults at once. The query is not looked at. */
export function readSegmentFile(text: string): SegmentFileReading {
  const { blocks, faults: stray } = fileBlocks<Key>(text, KEYS);
  const faults = [...stray];
  const single = (key: Key): FileBlock | undefined => {
    const [first, second] = blocks.filter((block) => block.key === key);
    if (second !== undefined) faults.push(fault('repeated', second, `${key} was said already in line ${first?.line}`));
    return first;
  };
  const required = (key: Key, hint: string): string => {
    const block = single(key);
    const value = textOf(block);
    if (value === '') faults.push(fault('missing', block, `The segment has no ${key}`, hint));
    return value;
  };
  const handle = required(
    'handle',
    'Write handle: regulars, by which queries and later versions of this file know it.',
  );
  if (handle !== '' && !(HANDLE.test(handle) && handle === handle.toLowerCase() && handle.length <= 63)) {
    const hint = 'Write at most 63 lower-case letters and digits with hyphens between: tea-lovers.';
    faults.push(fault('bad-handle', single('handle'), `'${handle.slice(0, 80)}' is no handle`, hint));
  }
  const name = required('name', 'Write name: Regulars, as people will read it.');
  required('query', 'Write query: and the query beneath it, indented.');
  const advice = Object.fromEntries(
    ADVICE_KEYS.flatMap((key) => {
      const value = textOf(single(key));
      return value === '' ? [] : [[key, value]];
    }),
  );
  const description = textOf(single('description'));
  const examples = examplesIn(blocks, faults);
  if (faults.length > 0) return { outcome: 'invalid', faults: faults.toSorted((a, b) => a.line - b.line) };
  const query = single('query');
  const lineOf = (key: Key) => single(key)?.line ?? 1;
  const lines = { handle: lineOf('handle'), name: lineOf('name'), query: lineOf('query') };
  return {
    outcome: 'read',
    file: { handle, name, description, query: inPlace(text, query), advice, examples, lines },
  };
}

/** The lines of a text, joined by blanks. */
function textOf(block: FileBlock | undefined): string {
  return (block?.lines ?? []).map(({ text }) => text).join(' ');
}

function inPlace(text: string, block: FileBlock | undefined): string {
  if (block === undefined) return '';
  const kept = new Map(block.lines.map((line) => [line.line, line]));
  return linesOf(text)
    .slice(0, block.end)
    .map((written, index) => {
      const line = kept.get(index + 1);
      return line === undefined ? '' : `${' '.repeat(line.column - 1)}${written.slice(line.column - 1)}`;
    })
    .join('\n');
}

function examplesIn(blocks: readonly FileBlock<Key>[], faults: FileFault[]): Example[] {
  const examples: Example[] = [];
  let asOf: ExampleTime | undefined;
  let isTimeMissing = true;
  for (const block of blocks) {
    if (block.key === 'on') {
      isTimeMissing = false;
      asOf = timeOf(textOf(block));
      const hint = 'Write on: 2024-06-15, or with a time: on: 2024-06-15T18:00:00.';
      if (asOf === undefined) faults.push(fault('bad-date', block, `'${textOf(block)}' is no day`, hint));
    }
    if (block.key !== 'in' && block.key !== 'out') continue;
    if (isTimeMissing) {
      faults.push(
        fault('missing', block, 'Who is in is asked on a day', 'Write on: 2024-06-15 above the first example.'),
      );
      isTimeMissing = false;
    }
    const [head] = block.lines;
    const words = head?.line === block.line ? head : undefined;
    if (words === undefined) {
      const hint = `Write ${block.key}: and who it is, in a few words.`;
      faults.push(fault('missing', block, 'An example says in words who it is', hint));
    }
    const records = block.lines.slice(words === undefined ? 0 : 1).flatMap((line) => recordOf(line, asOf, faults));
    if (asOf === undefined) continue;
    examples.push({ member: block.key === 'in', words: words?.text ?? '', asOf, records, line: block.line });
  }
  return examples;
}

function recordOf(line: FileLine, asOf: ExampleTime | undefined, faults: FileFault[]): RecordLine[] {
  const reading = readRecordLine(line, asOf?.now);
  if (reading.outcome === 'read') return [reading.record];
  faults.push(...reading.faults);
  return [];
}

/** A day is asked when it is all but over: what happened on it has happened. */
function timeOf(text: string): ExampleTime | undefined {
  const day = parseDay(text);
  if (day !== undefined) {
    return { day, now: instantOfMs(msOfInstant(startOfDay(addToDay(day, 1, 'd'), EXAMPLE_ZONE)) - 1_000) };
  }
  const local = parseLocalDateTime(text);
  if (local === undefined) return undefined;
  const now = instantOf(local, EXAMPLE_ZONE);
  return { day: dayOf(now, EXAMPLE_ZONE), now };
}

function fault(code: string, block: FileBlock | undefined, message: string, hint: string | null = null): FileFault {
  return { code, line: block?.line ?? 1, column: 1, message, hint };
}
