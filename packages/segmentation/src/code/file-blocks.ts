import { didYouMean } from '../text/nearest.js';

/** What is wrong in a segment file: a stable code, the place (both from 1), a sentence, and what to write instead. */
export interface FileFault {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string | null;
}

/** Text at its place in the file, without the blanks around it. */
export interface FileLine {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** `key: value` at the beginning of a line, with the indented lines beneath it. */
export interface FileBlock<Key extends string = string> {
  readonly key: Key;
  readonly line: number;
  /** The value, where there is one, then the lines beneath; none of them is empty. */
  readonly lines: readonly FileLine[];
  /** The number of its last line. */
  readonly end: number;
}

const KEY_LINE = /^([A-Za-z_]+)[ \t]*:(.*)$/;

/** Whether a text has the form of a segment file, and is not a bare query: its first line says `key: …`. */
export function isSegmentFile(text: string): boolean {
  const first = linesOf(text).find((line) => line.trim() !== '' && !line.startsWith('#'));
  return first !== undefined && KEY_LINE.test(first);
}

/** The lines of a file, whatever ends them, without a mark of byte order. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r?\n/);
}

/** Cuts a file into its blocks; lines that begin with # and empty ones are passed over. */
export function fileBlocks<Key extends string>(
  text: string,
  keys: readonly Key[],
): { readonly blocks: readonly FileBlock<Key>[]; readonly faults: readonly FileFault[] } {
  const blocks: (FileBlock<Key> & { lines: FileLine[]; end: number })[] = [];
  const faults: FileFault[] = [];
  // What stands below a line that was not understood says nothing more.
  let lost = false;
  for (const [index, written] of linesOf(text).entries()) {
    const line = index + 1;
    if (written.trim() === '' || written.startsWith('#')) continue;
    const isIndented = /^\s/.test(written);
    const [, key = '', value = ''] = isIndented ? [] : (KEY_LINE.exec(written) ?? []);
    const known = keys.find((each) => each === key);
    if (known !== undefined) {
      blocks.push({ key: known, line, lines: [], end: line });
      lost = false;
    } else if (!isIndented || (blocks.length === 0 && !lost)) {
      faults.push(strayLine(line, key, keys));
      lost = true;
    }
    const block = blocks.at(-1);
    const rest = known === undefined ? written : value;
    if (lost || block === undefined) continue;
    block.end = line;
    if (rest.trim() === '') continue;
    const column = written.length - rest.trimStart().length + 1;
    block.lines.push({ text: rest.trim(), line, column });
  }
  return { blocks, faults };
}

function strayLine(line: number, key: string, keys: readonly string[]): FileFault {
  const hint = `There are ${keys.join(', ')}; what belongs to one of them stands beneath it, indented.`;
  const message = key === '' ? 'This line belongs to nothing' : `A segment file has no '${key}'`;
  const meant = key === '' ? null : didYouMean(key, keys);
  return { code: 'bad-line', line, column: 1, message, hint: meant ?? hint };
}
