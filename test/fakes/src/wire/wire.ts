import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as passes } from 'node:timers/promises';
import type { Answer } from './answer.js';
import type { Fault } from './faults.js';

/** A request as it came in. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
}

/** What a request comes to: an answer, and what befalls it on its way. */
export interface Outcome {
  readonly answer: Answer;
  readonly fault: Fault | undefined;
}

/** A platform without a wire. */
export interface Platform {
  handle(request: WireRequest): Outcome;
}

/** Lets so many milliseconds pass, for answers that are slow. */
export type Wait = (ms: number) => Promise<unknown>;

/** A `fetch` that reaches the platform without a wire, whatever the host in the address; faults show as they do over one. */
export function fetchOf(platform: Platform, wait: Wait = passes): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const outcome = platform.handle({
      method: request.method,
      target: `${pathname}${search}`,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    });
    if (outcome.fault?.kind === 'slow') await wait(outcome.fault.ms);
    request.signal.throwIfAborted();
    if (outcome.fault?.kind === 'reset') throw new TypeError('fetch failed');
    const { status, headers, body } = outcome.answer;
    return new Response(outcome.fault?.kind === 'cut' ? halfOf(body) : Buffer.from(body), { status, headers });
  };
}

function halfOf(body: Answer['body']): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(Buffer.from(body.slice(0, body.length / 2)));
      controller.error(new TypeError('terminated'));
    },
  });
}

/** A platform that listens on loopback until it is disposed of. */
export interface Listening<P extends Platform> extends AsyncDisposable {
  readonly fake: P;
  /** Where it listens, without a slash at its end. */
  readonly url: string;
}

/** Has a platform listen on a port that is free; it is made knowing where. */
export async function listen<P extends Platform>(make: (url: string) => P, wait: Wait = passes): Promise<Listening<P>> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake = make(url);
  server.on('request', async (request, response) => {
    // Whoever is killed while asking has asked nothing.
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const outcome = fake.handle({
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body,
    });
    if (outcome.fault?.kind === 'slow') await wait(outcome.fault.ms);
    reply(request, response, outcome);
  });
  return {
    fake,
    url,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(request: IncomingMessage, response: ServerResponse, { answer, fault }: Outcome): void {
  if (fault?.kind === 'reset') {
    request.socket.destroy();
    return;
  }
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  if (fault?.kind === 'cut') response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
  else response.end(body);
}
