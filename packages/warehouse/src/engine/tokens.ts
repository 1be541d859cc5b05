/** A word, a quoted text with its quotes (string, identifier or heredoc), or one other character. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'symbol';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many parentheses are open around it. */
  readonly depth: number;
}

// Spaces and comments; quoted text (unrolled, so that a missing end costs linear time); a word; anything else.
const TOKEN =
  /\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?\*\/|('[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'|"[^"\\]*(?:(?:\\[\s\S]|"")[^"\\]*)*"|`[^`\\]*(?:(?:\\[\s\S]|``)[^`\\]*)*`|\$(\w*)\$[\s\S]*?\$\2\$)|(\w+)|[\s\S]/gy;

/** The tokens of a query, without spaces and comments: just enough to tell code from text. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (const match of sql.matchAll(TOKEN)) {
    const [text, quoted, , word] = match;
    const kind = quoted !== undefined ? 'quoted' : word !== undefined ? 'word' : 'symbol';
    if (kind === 'symbol' && (text.length > 1 || /\s/.test(text))) continue;
    if (kind === 'symbol' && text === ')') depth -= 1;
    tokens.push({ kind, text, start: match.index, end: match.index + text.length, depth });
    if (kind === 'symbol' && text === '(') depth += 1;
  }
  return tokens;
}

/** Whether the token is this keyword, in any case. */
export function isWord(token: Token | undefined, keyword: string): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === keyword;
}

export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.text === symbol;
}
