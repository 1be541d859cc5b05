import { quoteText } from './literal.ts';
import { QueryRefused } from './query-refused.ts';

/** Parameters of a request that are about the transport, or that an engine with one user and no sessions may ignore. */
const TRANSPORT = new Set([
  'buffer_size',
  'compress',
  'database',
  'decompress',
  'default_format',
  'enable_http_compression',
  'http_zlib_compression_level',
  'query',
  'query_id',
  'role',
  'send_progress_in_http_headers',
  'session_check',
  'session_id',
  'session_timeout',
  'wait_end_of_query',
]);

/** What the sessions have anyway; a client may say it again. */
const GIVEN = new Map([
  ['async_insert', '0'],
  ['output_format_json_quote_decimals', '1'],
  ['output_format_json_quote_64bit_integers', '1'],
]);

/**
 * Settings that a caller may give with a request: limits, formats, joins, mutations, the planner. Not those that the
 * door or its sessions decide: quoted numbers in JSON, asynchronous inserts, the comment by which a query is killed.
 */
const ALLOWED =
  /^(?:(?:max|min|input_format|output_format(?!_json_quote)|format|date_time|join|insert|lightweight|apply|optimize|group_by|distinct|use|enable|allow|query_plan)_\w+|mutations_sync|final|result_overflow_mode|timeout_overflow_mode)$/;

/**
 * The settings among a request's parameters. They go into the query, never into the session, which the next caller gets.
 *
 * @throws QueryRefused for a name that is no transport parameter and is not on the list.
 */
export function requestSettings(parameters: Iterable<[string, string]>): Map<string, string> {
  const settings = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (TRANSPORT.has(name) || name.startsWith('param_') || GIVEN.get(name) === value) continue;
    if (!ALLOWED.test(name)) {
      throw new QueryRefused(115, 'UNKNOWN_SETTING', `The embedded engine takes no setting '${name}' with a request.`);
    }
    settings.set(name, value);
  }
  return settings;
}

/** `a = '1', b = 'x'`: the engine reads quoted numbers as numbers. */
export function settingsSql(settings: ReadonlyMap<string, string>): string {
  return Array.from(settings, ([name, value]) => `${name} = ${quoteText(value)}`).join(', ');
}
