import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as passes } from 'node:timers/promises';
import { type FakeOptions, type Outcome, WooCommerceFake } from './fake.js';

/** Lets so many milliseconds pass, for answers that are slow. */
type Wait = (ms: number) => Promise<unknown>;

/** A `fetch` that reaches the shop without a wire, whatever the host in the address; faults show as they do over one. */
export function fetchOf(fake: WooCommerceFake, wait: Wait = passes): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const outcome = fake.handle({
      method: request.method,
      target: `${pathname}${search}`,
      authorization: request.headers.get('authorization') ?? undefined,
      body: await request.text(),
    });
    if (outcome.fault?.kind === 'slow') await wait(outcome.fault.ms);
    request.signal.throwIfAborted();
    if (outcome.fault?.kind === 'reset') throw new TypeError('fetch failed');
    const { status, headers, body } = outcome.answer;
    return new Response(outcome.fault?.kind === 'cut' ? halfOf(body) : body, { status, headers });
  };
}

function halfOf(body: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(body.slice(0, body.length / 2)));
      controller.error(new TypeError('terminated'));
    },
  });
}

/** A shop that listens on loopback until it is disposed of. */
export interface RunningWooCommerce extends AsyncDisposable {
  readonly fake: WooCommerceFake;
  /** Where it listens, without a slash at its end. */
  readonly url: string;
}

/** Starts a shop on a port that is free; `url` is what it writes into its answers, by default where it listens. */
export async function startWooCommerce(options: FakeOptions, wait: Wait = passes): Promise<RunningWooCommerce> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake = new WooCommerceFake({ url, ...options });
  server.on('request', async (request, response) => {
    const outcome = fake.handle({
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      authorization: request.headers.authorization,
      body: await text(request),
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
