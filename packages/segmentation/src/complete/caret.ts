import { MAX_QUERY_LENGTH } from '../text/limits.js';
import type { Token } from '../text/token.js';
import { tokenise } from '../text/tokenise.js';

/** A place in a query's text at which somebody writes. */
export interface Caret {
  /** What stands before the word that is being written. */
  readonly tokens: readonly Token[];
  /** The word as a token, where it may be whole: a name, a number or a date that ends at the caret. */
  readonly word: Token | undefined;
  /** The beginning of that word, as it is written; empty between words. */
  readonly typed: string;
  /** Where the word begins. */
  readonly from: number;
  /** Where it ends, behind the caret where the caret is within it. */
  readonly to: number;
  /** Whether a blank is needed before another word. */
  readonly needsBlank: boolean;
  /** Whether a blank follows the word. */
  readonly blankFollows: boolean;
}

/** Finds the word at an offset; undefined in a text that is too long to be a query. */
export function caretAt(text: string, offset: number): Caret | undefined {
  if (text.length > MAX_QUERY_LENGTH) return undefined;
  const at = Math.min(Math.max(Math.trunc(offset) || 0, 0), text.length);
  const { tokens: read } = tokenise(text.slice(0, at));
  const all = read.slice(0, -1);
  const word = wordBefore(all, text, at);
  const tokens = all.slice(0, all.length - word);
  const from = word === 0 ? at : (all[all.length - word]?.place.offset ?? at);
  const typed = text.slice(from, at);
  const to = at + restOfWord(typed, text.slice(at));
  const last = tokens.at(-1);
  const touches = last !== undefined && last.place.offset + last.place.length === from;
  const written = word === 1 && to === at ? all.at(-1) : undefined;
  return {
    tokens,
    word: written !== undefined && WHOLE.includes(written.kind) ? written : undefined,
    typed,
    from,
    to,
    needsBlank: touches && !(last.kind === 'symbol' && last.symbol === '('),
    blankFollows: /^\s/.test(text.slice(to, to + 1)),
  };
}

const WHOLE: readonly Token['kind'][] = ['name', 'literal', 'duration'];

/** How many of the last tokens are the word that ends at the caret. */
function wordBefore(tokens: readonly Token[], text: string, at: number): number {
  const last = tokens.at(-1);
  if (last === undefined || last.place.offset + last.place.length !== at) return 0;
  if (last.kind === 'broken') return isCutName(tokens.at(-2), last, text) ? 2 : 1;
  if (last.kind === 'literal') return last.literal.kind === 'text' ? 0 : 1;
  if (last.kind === 'symbol') return /^[=!<>+-]/.test(last.text) ? 1 : 0;
  return 1;
}

/** A name that ends in a dot, or in a part whose quote is still open, is cut in two: `events.`, `attributes.'Loyal`. */
function isCutName(before: Token | undefined, broken: Token, text: string): boolean {
  if (before?.kind !== 'name') return false;
  const end = before.place.offset + before.place.length;
  return text.startsWith('.', end) && broken.place.offset === (broken.text === '.' ? end : end + 1);
}

/** How much of the text behind the caret belongs to the word before it. */
function restOfWord(typed: string, behind: string): number {
  if (typed === '') return 0;
  if (/^[A-Za-z_]/.test(typed) && !hasOpenQuote(typed)) return length(/^[\w.-]*/, behind);
  if (/^[+-]?\d/.test(typed)) return length(/^[\w.:-]*/, behind);
  // In a text that is closed behind the caret, quotes behind it are odd in number.
  const quotes = behind.match(/\\.|'/gs)?.filter((piece) => piece === "'").length ?? 0;
  return hasOpenQuote(typed) && quotes % 2 === 1 ? length(/^(?:[^'\\]|\\.)*'/s, behind) : 0;
}

function hasOpenQuote(typed: string): boolean {
  return (typed.match(/\\.|'/gs)?.filter((piece) => piece === "'").length ?? 0) % 2 === 1;
}

function length(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}
