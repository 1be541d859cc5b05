import { badRequest, QueryRefused } from './query-refused.ts';
import type { Statement } from './statement.ts';
import { isSymbol, isWord, type Token } from './tokens.ts';

/** The formats whose rows the engine takes as they are; true where a line is always a whole number of rows. */
const FORMATS = { JSONEachRow: true, JSONCompactEachRow: true, TabSeparated: true, TSV: true, CSV: false } as const;

/** An INSERT whose rows follow in the request's body. */
export interface PayloadInsert {
  readonly table: string;
  readonly columns: readonly string[] | undefined;
  readonly format: keyof typeof FORMATS;
  readonly cutBetweenLines: boolean;
}

/**
 * Reads `INSERT INTO [db.]table [(columns)] FORMAT name`; undefined for an INSERT that brings its rows itself
 * (SELECT, VALUES, or rows after FORMAT).
 *
 * @throws QueryRefused for a format or a form that the embedded engine does not take with a body.
 */
export function payloadInsert({ kind, tokens }: Statement): PayloadInsert | undefined {
  if (kind !== 'insert' || !isWord(tokens.at(-2), 'FORMAT')) return undefined;
  const format = tokens.at(-1)?.text ?? '';
  if (!isFormat(format)) {
    const known = Object.keys(FORMATS).join(', ');
    throw new QueryRefused(73, 'UNKNOWN_FORMAT', `The embedded engine takes rows as ${known}, not as ${format}.`);
  }
  let at = isWord(tokens[2], 'TABLE') ? 3 : 2;
  let table = name(tokens[at]);
  for (at += 1; isSymbol(tokens[at], '.'); at += 2) table += `.${name(tokens[at + 1])}`;
  const columns: string[] = [];
  if (isSymbol(tokens[at], '(')) {
    do {
      columns.push(name(tokens[at + 1]));
      at += 2;
    } while (isSymbol(tokens[at], ','));
    if (!isSymbol(tokens[at], ')')) throw unreadable();
    at += 1;
  }
  if (at !== tokens.length - 2) throw unreadable();
  return {
    table,
    columns: columns.length === 0 ? undefined : columns,
    format,
    cutBetweenLines: FORMATS[format],
  };
}

function isFormat(format: string): format is keyof typeof FORMATS {
  return Object.hasOwn(FORMATS, format);
}

function name(token: Token | undefined): string {
  const text = token?.kind === 'quoted' ? token.text.slice(1, -1) : (token?.text ?? '');
  if (!/^\w+$/.test(text)) throw unreadable();
  return text;
}

function unreadable(): QueryRefused {
  return badRequest(
    'Write INSERT INTO [database.]table [(columns)] FORMAT name, with plain names, to send rows in the body.',
  );
}
