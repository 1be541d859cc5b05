import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where a person reads: plain lines, coloured only where the stream is a terminal. */
export class Terminal {
  readonly #out: NodeJS.WriteStream;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  get isTerminal(): boolean {
    return this.#out.isTTY === true;
  }

  line(text = ''): void {
    this.#out.write(`${text}\n`);
  }

  paint(style: Style, text: string): string {
    return this.isTerminal ? styleText(style, text, { stream: this.#out }) : text;
  }

  /** Rows under headings, columns as wide as their widest cell; numbers are set to the right. */
  table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
    const shown = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)));
    const widths = headings.map((heading, column) =>
      Math.max(heading.length, ...shown.map((row) => row[column]?.length ?? 0)),
    );
    const isNumeric = headings.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
    const join = (cells: readonly string[]) =>
      cells
        .map((cell, column) =>
          isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd();
    this.line(this.paint('bold', join(headings)));
    for (const row of shown) this.line(join(row));
  }
}
