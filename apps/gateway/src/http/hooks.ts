import type { Heard, Hook, HookAnswer, HookRefusal } from '@clientele/connector-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { GatewayDeps } from '../deps.js';
import type { Gate } from '../limits/rates.js';
import { Room } from '../limits/room.js';
import { problem } from './problem.js';
import type { NamedDoor } from './shared-hook-address.js';

const PATHS = ['/hooks/:token', '/hooks/:token/*'];
const METHODS = ['POST', 'GET', 'HEAD', 'OPTIONS'];
const MOST_BODY_BYTES = 1_048_576;
/** Bodies that may be on their way at once, all doors together. */
const MOST_BYTES_UNDER_WAY = 64 * MOST_BODY_BYTES;
const SOON_S = 1;
/** Until something was mended. */
const LATER_S = 60;

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: (reason: string) => string;
}
/** Whoever is not known is not told why; whoever is, mends it. */
const REFUSALS: Readonly<Record<Exclude<HookRefusal, 'broken'>, Refusal>> = {
  unverified: { status: 401, code: 'not-verified', detail: () => 'This webhook could not be verified.' },
  unreadable: { status: 400, code: 'unreadable', detail: (reason) => `This webhook cannot be taken: ${reason}.` },
  'too-large': { status: 413, code: 'too-large', detail: (reason) => `This webhook cannot be taken: ${reason}.` },
};
const NOWHERE: Refusal = { status: 404, code: 'not-found', detail: () => 'There is nothing at this address.' };

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/**
 * `POST /hooks/<token>` and below, and the addresses that a platform's shops share: platforms tell what happened. It is
 * verified over its raw bytes, kept, and only then answered; what it says is worked on after. Whoever does not know an
 * address learns nothing, and sends no body.
 */
export async function addHooks(
  app: FastifyInstance,
  { hooks, sharedHooks = [] }: GatewayDeps,
  gate: Gate,
  publicUrl: string | undefined,
): Promise<void> {
  const doors = new WeakMap<FastifyRequest, NamedDoor>();
  const room = new Room(MOST_BYTES_UNDER_WAY);
  // Anybody knows these addresses: what strangers send there takes no room from the others.
  const sharedRoom = new Room(MOST_BYTES_UNDER_WAY);

  const letIn = (named: NamedDoor, room: Room, request: FastifyRequest, reply: FastifyReply) => {
    if (named.door.hooks.browsers === true) openToPages(reply);
    if (!room.take(bytesOf(request), reply.raw)) {
      reply.header('connection', 'close').header('retry-after', SOON_S);
      return problem(reply, 503, 'busy', 'Too much comes in at once: try again in a second.');
    }
    doors.set(request, named);
    return undefined;
  };

  const openByToken = async (request: TokenRequest, reply: FastifyReply) => {
    const { token } = request.params;
    const door = await hooks.open(token);
    if (door !== undefined) return letIn({ name: token, door }, room, request, reply);
    reply.header('connection', 'close');
    return turnAway(gate, request, reply, NOWHERE);
  };

  const hear = async (request: FastifyRequest, reply: FastifyReply) => {
    const named = doors.get(request);
    if (named === undefined) throw new Error('a webhook came through no door');
    const { door } = named;
    const { method } = request;
    if (method === 'OPTIONS' && door.hooks.browsers === true) return reply.code(204).send();
    if (method !== 'POST' && !door.hooks.tries?.some((one) => one === method)) {
      reply.header('allow', ['POST', ...(door.hooks.tries ?? [])].join(', '));
      return problem(reply, 405, 'method-not-allowed', 'Webhooks are sent by POST.');
    }
    const heard = await door.hear(hookOf(request, publicUrl));
    if (heard.outcome === 'refused') {
      return heard.code === 'broken'
        ? later(request, reply, heard.reason)
        : turnAway(gate, request, reply, REFUSALS[heard.code], heard.reason);
    }
    if (heard.outcome === 'heard' && !(await kept(named, heard, gate, reply))) return reply;
    return answered(reply, heard.answer);
  };

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const parsing = { parseAs: 'buffer', bodyLimit: MOST_BODY_BYTES } as const;
    scope.addContentTypeParser('*', parsing, (_, body, done) => done(null, body));
    for (const url of PATHS) {
      scope.route<{ Params: { token: string } }>({ method: METHODS, url, onRequest: openByToken, handler: hear });
    }
    for (const { path: url, open } of sharedHooks) {
      const onRequest = async (request: FastifyRequest, reply: FastifyReply) =>
        letIn(await open(headersOf(request)), sharedRoom, request, reply);
      scope.route({ method: METHODS, url, onRequest, handler: hear });
    }
  });
}

/** False where the connection is told more than is worked through; that is answered. */
async function kept(
  { name, door }: NamedDoor,
  heard: Extract<Heard, { outcome: 'heard' }>,
  gate: Gate,
  reply: FastifyReply,
): Promise<boolean> {
  try {
    gate.admitHook(reply, name);
  } catch (error) {
    limited(reply, error);
    return false;
  }
  await door.keep(heard);
  return true;
}

/** Refuses a request; whoever sent it is counted by their address. */
async function turnAway(
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, code, detail }: Refusal,
  reason = '',
): Promise<FastifyReply> {
  try {
    await gate.admitStranger(request, reply);
  } catch (error) {
    return limited(reply, error);
  }
  return problem(reply, status, code, detail(reason));
}

/** What is ours to mend is to be sent again. */
function later(request: FastifyRequest, reply: FastifyReply, reason: string): FastifyReply {
  request.log.error({ id: request.id, reason }, 'a webhook could not be heard');
  reply.header('retry-after', LATER_S);
  const detail = 'Something is wrong here, and was written down. Send this webhook again later.';
  return problem(reply, 503, 'broken', detail);
}

function limited(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof GraphQLError)) throw error;
  return problem(reply, 429, 'rate-limited', error.message);
}

function answered(reply: FastifyReply, answer: HookAnswer | undefined): FastifyReply {
  return answer === undefined ? reply.code(200).send() : reply.code(200).type(answer.type).send(answer.body);
}

/** Any page may send, and nobody's cookies count here. */
function openToPages(reply: FastifyReply): void {
  reply.header('access-control-allow-origin', '*');
  reply.header('access-control-allow-methods', 'POST');
  reply.header('access-control-allow-headers', 'authorization, content-type');
  reply.header('access-control-max-age', '600');
  reply.header('cross-origin-resource-policy', 'cross-origin');
}

function hookOf(request: FastifyRequest, publicUrl: string | undefined): Hook {
  const { method, protocol, host, url, body } = request;
  return {
    method,
    url: `${publicUrl ?? `${protocol}://${host}`}${url}`,
    headers: headersOf(request),
    body: body instanceof Uint8Array ? body : new Uint8Array(),
  };
}

function headersOf({ headers }: FastifyRequest): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return new Headers(pairs);
}

/** What a body may take; where the sender does not say, the most. */
function bytesOf({ method, headers }: FastifyRequest): number {
  if (method !== 'POST') return 0;
  const length = Number(headers['content-length'] ?? Number.NaN);
  return Number.isFinite(length) ? Math.min(length, MOST_BODY_BYTES) : MOST_BODY_BYTES;
}
