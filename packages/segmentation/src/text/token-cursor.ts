import type { Amount, Calculation } from '../tree/amount.js';
import { MAX_DEPTH } from './limits.js';
import type { NodePlace, Place } from './place.js';
import { type QueryError, type QueryErrorCode, type QueryWarning, queryError } from './query-error.js';
import type { Keyword, Token, TokenSymbol } from './token.js';

/** Walks the tokens of one query; gathers errors, and the places of the nodes that are made. */
export class TokenCursor {
  readonly errors: QueryError[] = [];
  readonly warnings: QueryWarning[] = [];
  readonly places = new Map<object, NodePlace>();
  readonly #tokens: readonly Token[];
  #position = 0;
  /** Parentheses passed and not yet closed. */
  #open = 0;
  #depth = 0;
  #gaveUp = false;
  /** How deep calculations are nested, by their node; other amounts are not nested. */
  readonly #calculationDepth = new WeakMap<object, number>();
  #afterGroups: ReadonlyMap<number, Token> | undefined;

  /** @param tokens the last of them is `end` */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.#tokens[this.#position]!;
  }

  /** The token so many places after the current one, or before it. */
  ahead(by: number): Token {
    return this.#tokens[Math.min(Math.max(this.#position + by, 0), this.#tokens.length - 1)]!;
  }

  /** What follows the parenthesis that closes the one which opens here. */
  get afterGroup(): Token {
    this.#afterGroups ??= tokensAfterGroups(this.#tokens);
    return this.#afterGroups.get(this.#position) ?? this.#tokens.at(-1)!;
  }

  /** The place of the token before the current one. */
  get passed(): Place {
    return this.#tokens[Math.max(this.#position - 1, 0)]!.place;
  }

  get atEnd(): boolean {
    return this.current.kind === 'end';
  }

  get open(): number {
    return this.#open;
  }

  advance(): Token {
    const token = this.current;
    if (token.kind === 'symbol' && token.symbol === '(') this.#open += 1;
    if (token.kind === 'symbol' && token.symbol === ')') this.#open -= 1;
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  isKeyword(...keywords: readonly Keyword[]): boolean {
    return this.current.kind === 'keyword' && keywords.includes(this.current.keyword);
  }

  aheadIsKeyword(...keywords: readonly Keyword[]): boolean {
    const next = this.ahead(1);
    return next.kind === 'keyword' && keywords.includes(next.keyword);
  }

  isSymbol(symbol: TokenSymbol): boolean {
    return this.current.kind === 'symbol' && this.current.symbol === symbol;
  }

  /** Passes the keyword when it is next. */
  keyword(...keywords: readonly Keyword[]): boolean {
    if (!this.isKeyword(...keywords)) return false;
    this.advance();
    return true;
  }

  /** Passes the symbol when it is next. */
  symbol(symbol: TokenSymbol): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.advance();
    return true;
  }

  fail(
    code: QueryErrorCode,
    message: string,
    hint: string | null = null,
    place: Place = this.current.place,
  ): undefined {
    if (!this.#gaveUp) this.errors.push(queryError(code, place, message, hint));
    return undefined;
  }

  /** Goes to where reading can go on after a fault: a connector or parenthesis outside of what was opened since. */
  recover(open: number): void {
    const stops = () => this.isKeyword('AND', 'OR') || this.isSymbol(')');
    while (!this.atEnd && !(this.#open <= open && stops())) this.advance();
  }

  /** Reads something one level deeper; past the deepest level, reports that and leaves the rest unread. */
  deeper<T>(read: () => T | undefined): T | undefined {
    if (this.#depth >= MAX_DEPTH) return this.#giveUp();
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** A calculation of two amounts; nested deeper than conditions may be, it is reported like them. */
  calculation(node: Calculation, place: NodePlace): Calculation | undefined {
    const depthOf = (amount: Amount): number => this.#calculationDepth.get(amount) ?? 0;
    const depth = 1 + Math.max(depthOf(node.left), depthOf(node.right));
    if (depth > MAX_DEPTH) return this.#giveUp();
    this.#calculationDepth.set(node, depth);
    return this.node(node, place);
  }

  /** Reports that it is nested too deep, and leaves the rest unread. */
  #giveUp(): undefined {
    this.fail('too-deep', `Conditions are nested more than ${MAX_DEPTH} deep`, 'Save the inner part as a segment.');
    this.#gaveUp = true;
    this.#position = this.#tokens.length - 1;
  }

  /** Freezes a node and remembers its place. */
  node<const T extends object>(node: T, place: NodePlace): T {
    this.places.set(node, place);
    return Object.freeze(node);
  }
}

/** For the position of each parenthesis that opens, what follows the one that closes it; none where it is never closed. */
function tokensAfterGroups(tokens: readonly Token[]): ReadonlyMap<number, Token> {
  const after = new Map<number, Token>();
  const open: number[] = [];
  for (const [position, token] of tokens.entries()) {
    if (token.kind !== 'symbol') continue;
    if (token.symbol === '(') open.push(position);
    const opened = token.symbol === ')' ? open.pop() : undefined;
    const next = tokens[position + 1];
    if (opened !== undefined && next !== undefined) after.set(opened, next);
  }
  return after;
}
