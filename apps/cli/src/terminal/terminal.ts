import { styleText } from 'node:util';
import { harmless } from './harmless.js';

type Style = Parameters<typeof styleText>[0];
/** Where lines go; it says of itself whether it is a terminal. */
export type Out = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Where a person reads: plain lines, coloured only where the stream is a terminal. */
export class Terminal {
  readonly #out: Out;

  constructor(out: Out) {
    this.#out = out;
  }

  get isTerminal(): boolean {
    return this.#out.isTTY === true;
  }

  line(text = ''): void {
    this.#out.write(`${harmless(text)}\n`);
  }

  paint(style: Style, text: string): string {
    return this.isTerminal ? styleText(style, text, { stream: this.#out }) : text;
  }

  /**
   * Rows under headings, columns as wide as their widest cell; numbers are set to the right. Texts that are too long for a
   * terminal go on below, in their column.
   */
  table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
    const shown = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)));
    const columns = headings.map((heading, column) => [heading, ...shown.map((row) => row[column] ?? '')]);
    const widths = fitted(columns, this.isTerminal ? this.#out.columns : undefined);
    const isNumeric = headings.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
    const line = (cells: readonly string[]) =>
      cells
        .map((cell, column) =>
          isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join(GAP)
        .trimEnd();
    const lines = (row: readonly string[]) => {
      const wrapped = row.map((cell, column) => wrap(cell, widths[column] ?? 0));
      const height = Math.max(...wrapped.map((parts) => parts.length));
      return Array.from({ length: height }, (_, index) => line(wrapped.map((parts) => parts[index] ?? '')));
    };
    for (const heading of lines(headings)) this.line(this.paint('bold', heading));
    for (const text of shown.flatMap(lines)) this.line(text);
  }
}

const GAP = '  ';
/** A column of texts is made no narrower, nor so that a word has to be taken apart. */
const NARROWEST = 16;

/** How wide columns are: as their widest cell, or narrower where they have texts and there is no such room. */
function fitted(columns: readonly (readonly string[])[], room: number | undefined): number[] {
  const widest = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const widths = columns.map(widest);
  const least = columns.map((cells) => Math.max(NARROWEST, widest(cells.flatMap((cell) => cell.split(' ')))));
  const tooWide = () =>
    widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - (room ?? Infinity);
  while (tooWide() > 0) {
    const spare = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const longest = Math.max(...spare);
    if (longest === 0) break;
    widths[spare.indexOf(longest)] = longest - 1;
  }
  return widths;
}

/** The lines of a text that are no longer than a width, taken apart between words. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.length <= width ? [text] : text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
