import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];
/** Where lines go; it says of itself whether it is a terminal. */
type Out = NodeJS.WritableStream & { readonly isTTY?: boolean };

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

/**
 * The text without what a terminal would obey: names and ids come from files, and may hold anything. Line ends and our own
 * colours stay; other control characters are shown by their pictures.
 */
function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, (control, at: number) => {
    if (control === '\n' || (control === ESCAPE && COLOUR.test(text.slice(at + 1, at + 5)))) return control;
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '␡' : '�';
  });
}

const ESCAPE = String.fromCharCode(27);
const COLOUR = /^\[\d{1,2}m/;
