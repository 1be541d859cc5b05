import { badRequest } from './query-refused.ts';

/**
 * Text as a ClickHouse string literal. Only the backslash and the quote could end the literal; the NUL is escaped as
 * well, for whatever reads the query as a C string.
 */
export function quoteText(text: string): string {
  return `'${text.replace(/[\\'\0]/g, (character) => (character === '\0' ? '\\0' : `\\${character}`))}'`;
}

/** A name as a quoted identifier. */
export function quoteName(name: string): string {
  return `\`${name.replace(/[\\`\0]/g, (character) => (character === '\0' ? '\\0' : `\\${character}`))}\``;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', 0: '\0' };

/** Undoes the backslash escapes of ClickHouse's tab-separated form, in which clients send a parameter's value. */
export function unescapeText(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|([\s\S]))/g, (_, hex: string | undefined, character: string) =>
    hex === undefined ? (ESCAPES[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * The SQL for a query parameter: what a ClickHouse server puts in the place of `{name:Type}`. The embedded engine's own
 * binding is not used, for it is shared by all its sessions: two queries with parameters overwrite each other's.
 *
 * @param value as sent: tab-separated escapes for a scalar, `\N` for null, a literal for arrays, tuples and maps.
 */
export function parameterSql(value: string, type: string): string {
  if (type === 'Identifier') return quoteName(unescapeText(value));
  // A cast is worked out anew in every query: for a look-up by a few texts that is a fifth of what it costs.
  if (type === 'String' && value !== '\\N') return quoteText(unescapeText(value));
  const cast = (sql: string) => `_CAST(${sql}, ${quoteText(type)})`;
  if (value === '\\N') return cast('NULL');
  // The engine casts text to arrays and tuples, but not to maps.
  if (/\bMap\(/.test(type)) return cast(literalSql(value));
  return cast(quoteText(/^(?:Array|Tuple)\(/.test(type) ? value : unescapeText(value)));
}

const LITERAL =
  /\s+|'([^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*)'|([+-]?(?:\d[\d.]*(?:e[+-]?\d+)?|inf|nan)|null|true|false)|[[\](){}:,]/giy;

/** A query has no literal for maps. */
const MAP_SYNTAX: Readonly<Record<string, string>> = { '{': 'map(', ':': ', ', '}': ')' };

/** Writes a nested literal anew, token by token, so that nothing but a literal can come through. */
function literalSql(value: string): string {
  let sql = '';
  let end = 0;
  for (const match of value.matchAll(LITERAL)) {
    const [token, text] = match;
    end = match.index + token.length;
    sql += text === undefined ? (MAP_SYNTAX[token] ?? token) : quoteText(unescapeText(text.replaceAll("''", "\\'")));
  }
  if (end !== value.length) throw badRequest(`A query parameter is no literal from its character ${end + 1} on.`);
  return sql;
}
