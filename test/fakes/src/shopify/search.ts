import { compareIds, readGid } from './gid.js';

/** What a term of a search may be about: an id, a time in milliseconds, or texts of which one is to be it. */
export type Searched<T> =
  | { readonly kind: 'id'; readonly of: (row: T) => string | null }
  | { readonly kind: 'time'; readonly of: (row: T) => number | null }
  | { readonly kind: 'text'; readonly of: (row: T) => readonly (string | null)[] };

export type SearchFields<T> = Readonly<Record<string, Searched<T>>>;

/** A term that was ignored, as Shopify tells of it. */
export interface SearchWarning {
  readonly field: string;
  readonly message: string;
  readonly code?: string;
}

export interface Search<T> {
  readonly test: (row: T) => boolean;
  readonly warnings: readonly SearchWarning[];
}

const TOKEN = /\s*(?:(\(|\))|(-?)(?:([\w.]+):)?(>=|<=|>|<|:)?\s*(?:'([^']*)'|"([^"]*)"|([^\s()]+)))/y;

interface Term {
  readonly negated: boolean;
  readonly field: string | undefined;
  readonly operator: string;
  readonly value: string;
}

/**
 * Reads a search query. Terms stand beside one another for AND; OR and NOT are known, and parentheses. **A field that
 * is not known is ignored**, as Shopify does: everything is found then, and only a warning says why.
 */
export function readSearch<T>(text: string, fields: SearchFields<T>): Search<T> {
  const tokens = tokensOf(text);
  const warnings: SearchWarning[] = [];
  let at = 0;

  const isWord = (word: string) => {
    const token = tokens[at];
    return typeof token === 'object' && token.field === undefined && token.operator === '' && token.value === word;
  };
  const either = (): Test<T> => {
    const tests = [all()];
    while (isWord('OR')) {
      at += 1;
      tests.push(all());
    }
    return tests.length === 1 ? (tests[0] as Test<T>) : (row) => tests.some((test) => test(row));
  };
  const all = (): Test<T> => {
    const tests: Test<T>[] = [];
    while (at < tokens.length && tokens[at] !== ')' && !isWord('OR')) {
      if (isWord('AND')) at += 1;
      else tests.push(one());
    }
    return (row) => tests.every((test) => test(row));
  };
  const one = (): Test<T> => {
    if (isWord('NOT')) {
      at += 1;
      const test = one();
      return (row) => !test(row);
    }
    const token = tokens[at];
    at += 1;
    if (token === '(') {
      const test = either();
      at += 1;
      return test;
    }
    return typeof token === 'object' ? termTest(token, fields, warnings) : () => true;
  };
  const test = either();
  return { test, warnings };
}

type Test<T> = (row: T) => boolean;

function tokensOf(text: string): readonly ('(' | ')' | Term)[] {
  const tokens: ('(' | ')' | Term)[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const match = TOKEN.exec(text);
    if (match === null) return tokens;
    const [, bracket, minus, field, operator = '', single, double, bare] = match;
    if (bracket === '(' || bracket === ')') tokens.push(bracket);
    else tokens.push({ negated: minus === '-', field, operator, value: single ?? double ?? bare ?? '' });
  }
}

function termTest<T>(term: Term, fields: SearchFields<T>, warnings: SearchWarning[]): Test<T> {
  const { field = '', operator, value } = term;
  const searched = fields[field.toLowerCase()];
  if (searched === undefined) {
    warnings.push({ field, message: 'Invalid search field for this query.' });
    return () => true;
  }
  const test = fieldTest(searched, operator, value);
  if (test === undefined) {
    warnings.push({ field, message: `Input \`${value}\` is not an accepted value.`, code: 'invalid_value' });
    return () => true;
  }
  return term.negated ? (row) => !test(row) : test;
}

function fieldTest<T>(searched: Searched<T>, operator: string, value: string): Test<T> | undefined {
  if (searched.kind === 'id') {
    const id = readGid(value)?.id ?? (/^\d+$/.test(value) ? value : undefined);
    if (id === undefined) return undefined;
    return (row) => compares(operator, compareNullable(searched.of(row), id));
  }
  if (searched.kind === 'time') {
    const time = Date.parse(value);
    if (Number.isNaN(time)) return undefined;
    return (row) => {
      const found = searched.of(row);
      return compares(operator, found === null ? undefined : found - time);
    };
  }
  const wanted = value.toLowerCase();
  return (row) => searched.of(row).some((text) => text !== null && matches(text.toLowerCase(), wanted));
}

function matches(text: string, wanted: string): boolean {
  if (wanted === '*') return true;
  return wanted.endsWith('*') ? text.startsWith(wanted.slice(0, -1)) : text === wanted;
}

function compareNullable(id: string | null, other: string): number | undefined {
  return id === null ? undefined : compareIds(id, other);
}

function compares(operator: string, order: number | undefined): boolean {
  if (order === undefined) return false;
  if (operator === '>=') return order >= 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  return operator === '<' ? order < 0 : order === 0;
}
