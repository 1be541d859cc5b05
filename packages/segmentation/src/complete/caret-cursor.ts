import { MAX_DEPTH } from '../text/limits.js';
import type { Keyword, Token, TokenSymbol } from '../text/token.js';
import type { Expectation } from './expectation.js';

/** Walks the tokens before a caret, and gathers what may stand at it. What ends there is `open`. */
export class CaretCursor {
  readonly expected: Expectation[] = [];
  readonly #tokens: readonly Token[];
  position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Reads one level deeper; past the deepest level nothing more is read. */
  deeper<T>(read: () => T): T | 'open' {
    if (this.#depth >= MAX_DEPTH) {
      this.position = this.#tokens.length;
      return 'open';
    }
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** Goes on where something else begins: a connector, the end of what is in parentheses, the next parameter. */
  skip(inParameters = false): 'condition' | 'open' {
    let open = 0;
    for (; !this.atEnd; this.position += 1) {
      if (open === 0 && (this.isSymbol(')') || this.isSymbol(','))) break;
      if (open === 0 && !inParameters && (this.isKeyword('AND') || this.isKeyword('OR'))) break;
      if (this.isSymbol('(')) open += 1;
      if (this.isSymbol(')')) open -= 1;
    }
    return this.atEnd ? 'open' : 'condition';
  }

  expect(expectation: Expectation): 'open' {
    this.expected.push(expectation);
    return 'open';
  }

  words(...words: readonly string[]): 'open' {
    return this.expect({ kind: 'words', words });
  }

  get current(): Token | undefined {
    return this.#tokens[this.position];
  }

  /** The last token before the caret. */
  get last(): Token | undefined {
    return this.#tokens.at(-1);
  }

  get atEnd(): boolean {
    return this.position >= this.#tokens.length;
  }

  isKeyword(keyword: Keyword): boolean {
    const { current } = this;
    return current?.kind === 'keyword' && current.keyword === keyword;
  }

  isSymbol(symbol: TokenSymbol): boolean {
    const { current } = this;
    return current?.kind === 'symbol' && current.symbol === symbol;
  }

  isName(name: string): boolean {
    const { current } = this;
    return current?.kind === 'name' && current.name === name;
  }

  keyword(keyword: Keyword): boolean {
    const is = this.isKeyword(keyword);
    if (is) this.position += 1;
    return is;
  }

  symbol(symbol: TokenSymbol): boolean {
    const is = this.isSymbol(symbol);
    if (is) this.position += 1;
    return is;
  }
}
