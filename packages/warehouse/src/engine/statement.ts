import { parameterSql } from './literal.ts';
import { badRequest, QueryRefused } from './query-refused.ts';
import { settingsSql } from './settings.ts';
import { isSymbol, isWord, type Token, tokenize } from './tokens.ts';

/** One statement, ready for the engine. */
export interface Statement {
  readonly sql: string;
  /** `select` can be streamed; `insert` may have its rows in the request's body. */
  readonly kind: 'select' | 'insert' | 'other';
  /** The name after FORMAT, where the text has one. */
  readonly format: string | undefined;
  readonly tokens: readonly Token[];
}

/** Statements that take a SETTINGS clause at their end. */
const TAKES_SETTINGS =
  /^(?:SELECT|WITH|FROM|SHOW|DESC|DESCRIBE|EXPLAIN|EXISTS|CHECK|CREATE|ATTACH|DETACH|DROP|TRUNCATE|RENAME|EXCHANGE|ALTER|DELETE|UPDATE|OPTIMIZE)$/;
/** Of these, and INSERT, those that take only one. */
const TAKES_ONE_CLAUSE = /^(?:INSERT|ALTER|DELETE|UPDATE|OPTIMIZE)$/;

/**
 * Reads a query as far as the door must: puts parameters in place, adds the request's settings, finds the format.
 *
 * @throws QueryRefused when a parameter is missing, when there are several statements, or when the statement would
 *   change the session it runs in.
 */
export function prepareStatement(
  text: string,
  parameters: ReadonlyMap<string, string>,
  settings: ReadonlyMap<string, string>,
): Statement {
  const tokens = tokenize(text);
  while (isSymbol(tokens.at(-1), ';')) tokens.pop();
  const first = tokens[0];
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) throw new QueryRefused(62, 'SYNTAX_ERROR', 'The query is empty.');
  const verb = first.text.toUpperCase();
  if (verb === 'SET' || verb === 'USE') {
    throw badRequest(
      `${verb} would change the session for the next caller; give settings or database with the request.`,
    );
  }
  if (verb !== 'INSERT' && tokens.some((token) => isSymbol(token, ';'))) {
    throw new QueryRefused(62, 'SYNTAX_ERROR', 'Multi-statements are not allowed.');
  }

  const edits = [...placeholders(tokens, text, parameters)];
  if (settings.size > 0) edits.push(settingsEdit(verb, tokens, last, settings));
  return {
    sql: apply(edits, text, last.end),
    kind: verb === 'INSERT' ? 'insert' : verb === 'SELECT' || verb === 'WITH' ? 'select' : 'other',
    format: tokens.findLast((_, index) => isWord(tokens[index - 1], 'FORMAT') && tokens[index]?.kind === 'word')?.text,
    tokens,
  };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly sql: string;
}

/** Each `{name:Type}` that stands outside of texts and comments. */
function* placeholders(
  tokens: readonly Token[],
  text: string,
  parameters: ReadonlyMap<string, string>,
): Iterable<Edit> {
  for (const [index, open] of tokens.entries()) {
    const name = tokens[index + 1];
    const colon = tokens[index + 2];
    if (!isSymbol(open, '{') || name?.kind !== 'word' || colon === undefined || !isSymbol(colon, ':')) continue;
    // From here on: a statement may have thousands of values.
    let end = index + 3;
    while (end < tokens.length && !isSymbol(tokens[end], '}')) end += 1;
    const close = tokens[end];
    if (close === undefined) continue;
    const value = parameters.get(name.text);
    if (value === undefined) {
      throw new QueryRefused(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution '${name.text}' is not set.`);
    }
    yield { start: open.start, end: close.end, sql: parameterSql(value, text.slice(colon.end, close.start).trim()) };
  }
}

function settingsEdit(
  verb: string,
  tokens: readonly Token[],
  last: Token,
  settings: ReadonlyMap<string, string>,
): Edit {
  const sql = settingsSql(settings);
  const own = tokens.find((token) => token.depth === 0 && isWord(token, 'SETTINGS'));
  if (own !== undefined && TAKES_ONE_CLAUSE.test(verb)) return { start: own.end, end: own.end, sql: ` ${sql},` };
  if (verb === 'INSERT') {
    const source = tokens.find((token) => token.depth === 0 && /^(?:SELECT|WITH|VALUES|FORMAT)$/i.test(token.text));
    if (source === undefined) throw badRequest('An INSERT with settings needs SELECT, WITH, VALUES or FORMAT.');
    return { start: source.start, end: source.start, sql: `SETTINGS ${sql} ` };
  }
  if (!TAKES_SETTINGS.test(verb) && verb !== '(') throw badRequest(`${verb} takes no settings.`);
  return { start: last.end, end: last.end, sql: `\nSETTINGS ${sql}` };
}

function apply(edits: readonly Edit[], text: string, end: number): string {
  let sql = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    sql += text.slice(at, edit.start) + edit.sql;
    at = edit.end;
  }
  return sql + text.slice(at, end);
}
