import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Credential } from '../auth/credential.js';

/** How many requests a minute are answered. */
export interface Rates {
  /** Of one session or API key: somebody who types is shown a new preview up to six times a second. */
  readonly credential: number;
  /** Of one widget's token, which shows one person on one page. */
  readonly widget: number;
  /** Of an address, where no good credential comes along. */
  readonly stranger: number;
  /** Of an address that tries sign-in links. */
  readonly signIn: number;
}

export const RATES: Rates = { credential: 1_200, widget: 120, stranger: 60, signIn: 10 };

const WINDOW_MS = 60_000;

/**
 * Counts requests by who sends them. Whoever is known is never made to wait for strangers at the same address: keys and
 * tokens cannot be guessed, so a good one may pass.
 */
export interface Gate {
  /** @throws GraphQLError RATE_LIMITED; the answer then says when to come back */
  admit(request: FastifyRequest, reply: FastifyReply, credential: Credential): Promise<void>;
  /** For a request without a good credential. @throws as above */
  admitStranger(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Routes declared after this may limit addresses by `config: { rateLimit: { max } }`. */
export async function addRates(app: FastifyInstance, rates: Rates): Promise<Gate> {
  await app.register(rateLimit, {
    global: false,
    timeWindow: WINDOW_MS,
    errorResponseBuilder: (_, { ttl }) => Object.assign(new Error(comeBackIn(ttl)), { statusCode: 429 }),
  });
  const senders = new WeakMap<FastifyRequest, Credential>();
  const known = app.createRateLimit({
    keyGenerator: (request) => `${senders.get(request)?.kind}:${senders.get(request)?.id}`,
    max: (request) => (senders.get(request)?.kind === 'widget' ? rates.widget : rates.credential),
  });
  // Counted apart, so that no number of addresses can push out what is known of credentials.
  const strangers = app.createRateLimit({ max: rates.stranger });
  const admit = async (count: typeof known, request: FastifyRequest, reply: FastifyReply) => {
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    reply.header('retry-after', counted.ttlInSeconds);
    throw rateLimited(counted.ttl);
  };
  return {
    admit: (request, reply, credential) => {
      senders.set(request, credential);
      return admit(known, request, reply);
    },
    admitStranger: (request, reply) => admit(strangers, request, reply),
  };
}

function rateLimited(ms: number): GraphQLError {
  return new GraphQLError(comeBackIn(ms), { extensions: { code: 'RATE_LIMITED', http: { status: 429 } } });
}

function comeBackIn(ms: number): string {
  return `Too many requests: wait for ${Math.ceil(ms / 1000)} seconds, then try again.`;
}
