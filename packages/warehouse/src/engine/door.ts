import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Answer } from './answer.ts';
import { execute } from './execute.ts';
import type { Lanes } from './lanes.ts';
import { QueryRefused } from './query-refused.ts';
import { isAuthorised, readRequest } from './request.ts';

/** A server may take 1 MiB of address; long parameters travel in it. */
const MOST_HEADER_BYTES = 1024 * 1024 + 65_536;

/**
 * ClickHouse's HTTP interface before the embedded engine: what a stock `@clickhouse/client` needs. Not listening yet.
 *
 * A query whose caller hangs up is killed. `session_id` is ignored: nothing lasts from one request to the next.
 */
export function createDoor(lanes: Lanes, token: string): Server {
  // An insert may stream for longer than any fixed time.
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES, requestTimeout: 0 }, (request, response) => {
    void serve(lanes, token, request, response);
  });
  // Longer than clients keep an idle connection, so that none is closed as it is used again: they are told the first of
  // these, and may be busy long after it before they look.
  server.keepAliveTimeout = 30_000;
  server.keepAliveTimeoutBuffer = 3_600_000;
  return server;
}

async function serve(lanes: Lanes, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://door');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding']));
  const answer = new Answer(response, gzip && url.searchParams.get('enable_http_compression') === '1');
  try {
    if (!isAuthorised(request, token)) {
      throw new QueryRefused(516, 'AUTHENTICATION_FAILED', 'Authentication failed: the key is missing or wrong.');
    }
    await execute(lanes, await readRequest(request, url), answer, gone.signal);
    answer.end();
  } catch (error) {
    answer.fail(error);
    // What is left of the body is read and forgotten: a caller listens only after it has sent all.
    request.unpipe().resume();
  }
}
