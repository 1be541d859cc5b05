import type { Duration } from '../tree/amount.js';
import type { Literal } from '../tree/literal.js';
import { canonicalName, NAME_PARTS, NAME_WORD } from '../tree/name.js';
import { placesIn } from './places-in.js';
import { type QueryError, type QueryErrorCode, queryError } from './query-error.js';
import { readNumber } from './read-number.js';
import { KEYWORDS, type Keyword, type Token, type TokenSymbol } from './token.js';

type Fail = (code: QueryErrorCode, message: string, hint?: string | null, length?: number) => void;

/** What a piece of text is, or undefined for what has been reported and cannot be read. */
type Meaning =
  | { readonly kind: 'blank' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'keyword'; readonly keyword: Keyword }
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'duration'; readonly duration: Duration }
  | { readonly kind: 'symbol'; readonly symbol: TokenSymbol }
  | undefined;

/** Tried in this order at each offset; the last matches any character. */
const READERS: readonly (readonly [pattern: RegExp, read: (piece: string, fail: Fail) => Meaning])[] = [
  [/[\s\uFEFF]+/y, () => ({ kind: 'blank' })],
  [new RegExp(`${NAME_WORD}${NAME_PARTS}`, 'sy'), readWord],
  // The text that follows is reported as unclosed.
  [/\.(?=')/y, () => ({ kind: 'blank' })],
  [/[+-]?\d[\w.:+-]*/y, readRun],
  [/'(?:[^'\\]|\\.)*'/sy, readText],
  [/'.*/sy, refuseUnclosedText],
  [/"[^"]*"|[‘’][^‘’]*[‘’]|[“”„][^“”„]*[“”]/y, refuseForeignText],
  [/==|<>|=>|=<|&&|\|\||!(?!=)|[$£€¥]|\.(?=\d)|(?<!\s)[+-]|[+-](?!\s)/y, refuseForeignSign],
  [/!=|>=|<=|(?<=\s)[+-](?=\s)|[(),:%=<>*/]/y, (piece) => ({ kind: 'symbol', symbol: piece as TokenSymbol })],
  [/./suy, refuseCharacter],
];

/** Cuts a query into tokens, the last of them `end`, and reports what it cannot read; linear in the text's length. */
export function tokenise(text: string): { readonly tokens: readonly Token[]; readonly errors: readonly QueryError[] } {
  const tokens: Token[] = [];
  const errors: QueryError[] = [];
  const placeOf = placesIn(text);
  let offset = 0;
  while (offset < text.length) {
    for (const [pattern, read] of READERS) {
      pattern.lastIndex = offset;
      const piece = pattern.exec(text)?.[0];
      if (piece === undefined) continue;
      const place = placeOf(offset, piece.length);
      const meaning = read(piece, (code, message, hint = null, length = piece.length) => {
        errors.push(queryError(code, { ...place, length }, message, hint));
      });
      if (meaning?.kind !== 'blank') tokens.push({ ...(meaning ?? { kind: 'broken' }), text: piece, place });
      offset += piece.length;
      break;
    }
  }
  tokens.push({ kind: 'end', text: '', place: placeOf(text.length, 0) });
  return { tokens, errors };
}

const KEYWORD_OF = new Map<string, Keyword>(KEYWORDS.map((keyword) => [keyword, keyword]));

function readWord(piece: string, fail: Fail): Meaning {
  const word = piece.toLowerCase();
  if (word === 'true' || word === 'false')
    return { kind: 'literal', literal: { kind: 'boolean', value: word === 'true' } };
  if (word === 'today' || word === 'yesterday') return { kind: 'literal', literal: { kind: 'named-day', name: word } };
  const keyword = KEYWORD_OF.get(piece.toUpperCase());
  if (keyword !== undefined) return { kind: 'keyword', keyword };
  const quoted = piece.includes("'") ? piece.match(QUOTED) : null;
  if (quoted?.some((part) => readText(part, fail) === undefined)) return undefined;
  const name = canonicalName(piece);
  return name === undefined ? undefined : { kind: 'name', name };
}

const QUOTED = /'(?:[^'\\]|\\.)*'/gs;

function readRun(piece: string, fail: Fail): Meaning {
  const reading = readNumber(piece);
  if (reading.outcome === 'read') return { kind: 'literal', literal: reading.literal };
  if (reading.outcome === 'duration') return { kind: 'duration', duration: reading.duration };
  fail(reading.code, reading.message, reading.hint);
  return undefined;
}

function readText(piece: string, fail: Fail): Meaning {
  const inner = piece.slice(1, -1);
  const unknown = /\\[^'\\]/u.exec(inner.replaceAll('\\\\', ''))?.[0];
  if (unknown !== undefined) {
    fail('bad-text', `${unknown} in a text has no meaning`, "Write \\\\ for a backslash and \\' for a quote.");
  } else if (/\p{Surrogate}|\0/u.test(inner)) {
    fail('bad-text', 'The text holds a character that cannot be stored', 'Type the text anew.');
  } else {
    return { kind: 'literal', literal: { kind: 'text', value: inner.replace(/\\(['\\])/g, '$1') } };
  }
  return undefined;
}

function refuseUnclosedText(_piece: string, fail: Fail): Meaning {
  const hint = "Close it with ', and write \\' for a quote inside.";
  fail('unclosed', 'The text that begins here has no closing quote', hint, 1);
  return undefined;
}

function refuseForeignText(piece: string, fail: Fail): Meaning {
  const written = piece.slice(1, -1).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  fail('bad-text', 'Text stands in straight single quotes', `Write '${written}'.`);
  return undefined;
}

/** Signs of other languages: what they are here, and, for comparisons, how to read on. */
const FOREIGN_SIGNS: Readonly<Record<string, readonly [hint: string, meant?: TokenSymbol]>> = {
  '==': ['Write = to compare.', '='],
  '<>': ['Write != for "is not".', '!='],
  '=>': ['Write >=.', '>='],
  '=<': ['Write <=.', '<='],
  '&&': ['Write AND.'],
  '||': ['Write OR.'],
  '!': ['Write NOT before a condition, or != to compare.'],
  '.': ['Write a zero before the point, such as 0.5.'],
  '+': ['Write blanks around +.', '+'],
  '-': ['Write blanks around -.', '-'],
};

function refuseForeignSign(piece: string, fail: Fail): Meaning {
  const [hint, meant] = FOREIGN_SIGNS[piece] ?? ['Write amounts as plain numbers, in the currency of the shop.'];
  fail('unexpected', `'${piece}' has no meaning here`, hint);
  return meant === undefined ? undefined : { kind: 'symbol', symbol: meant };
}

function refuseCharacter(piece: string, fail: Fail): Meaning {
  fail(
    'unexpected',
    `${JSON.stringify(piece)} has no meaning here`,
    'Leave it out; in a text it stands in single quotes.',
  );
  return undefined;
}
