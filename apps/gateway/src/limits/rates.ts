import type { Instant } from '@clientele/model';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Credential } from '../auth/credential.js';
import { Buckets } from './buckets.js';

/** How much is answered in a minute: to whoever is known by what they ask for, to all others by how often. */
export interface Rates {
  /** Points of one session or API key: somebody who types is shown a new preview, 200 to 450 points, up to six times a second. */
  readonly credential: number;
  /** Points of one widget's token, which shows one person on one page, about 400. */
  readonly widget: number;
  /** Requests of an address, where no good credential comes along. */
  readonly stranger: number;
  /** Requests of an address that tries sign-in links. */
  readonly signIn: number;
  /** Requests of an address for files of GraphiQL. */
  readonly file: number;
  /** Webhooks of one connection: a thousand a second. */
  readonly hook: number;
}

export const RATES: Rates = {
  credential: 100_000,
  widget: 20_000,
  stranger: 60,
  signIn: 10,
  file: 1_200,
  hook: 60_000,
};

/** A request takes at least so many points: there is work in one that asks for nothing, too. */
export const LEAST_COST = 50;

const WINDOW_MS = 60_000;

/** What a request has taken of its sender's points, to be set right when its cost is known. */
export interface Allowance {
  /** How many the sender's bucket holds, and how many come back in a minute. */
  readonly perMinute: number;
  /** Takes what an operation may cost. @throws GraphQLError RATE_LIMITED; the answer then says when to come back */
  charge(cost: number): void;
  /** Gives back what it did not cost. */
  settle(cost: number): void;
  /** How many points are left. */
  left(): number;
}

/**
 * Counts what is asked by who asks it. Whoever is known is never made to wait for strangers at the same address: keys
 * and tokens cannot be guessed, so a good one may pass.
 */
export interface Gate {
  /** @throws GraphQLError RATE_LIMITED; the answer then says when to come back */
  admit(reply: FastifyReply, credential: Credential): Allowance;
  /** For a request without a good credential. @throws as above */
  admitStranger(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** For a webhook that was verified, by the name of its door. @throws as above */
  admitHook(reply: FastifyReply, name: string): void;
}

/** Routes declared after this may limit addresses by `config: { rateLimit: { max } }`. */
export async function addRates(app: FastifyInstance, rates: Rates, clock: () => Instant): Promise<Gate> {
  await app.register(rateLimit, {
    global: false,
    timeWindow: WINDOW_MS,
    errorResponseBuilder: (_, { ttl }) =>
      Object.assign(new Error(comeBackIn(Math.ceil(ttl / 1000))), { statusCode: 429 }),
  });
  const buckets = new Buckets(clock);
  // Counted apart, so that no number of addresses can push out what is known of credentials.
  const strangers = app.createRateLimit({ max: rates.stranger });
  return {
    admit: (reply, { kind, id }) =>
      allowance(buckets, `${kind}:${id}`, kind === 'widget' ? rates.widget : rates.credential, reply),
    async admitStranger(request, reply) {
      const counted = await strangers(request);
      if (!counted.isAllowed && counted.isExceeded) throw rateLimited(reply, counted.ttlInSeconds);
    },
    admitHook(reply, name) {
      const { outcome, seconds } = buckets.take(`hook:${name}`, rates.hook, 1);
      if (outcome === 'refused') throw rateLimited(reply, seconds);
    },
  };
}

/** Begins with the least that a request costs. */
function allowance(buckets: Buckets, name: string, perMinute: number, reply: FastifyReply): Allowance {
  let taken = 0;
  let left = 0;
  const charge = (cost: number) => {
    const answer = buckets.take(name, perMinute, Math.max(0, cost - taken), cost);
    left = answer.left;
    if (answer.outcome === 'refused') throw rateLimited(reply, answer.seconds);
    taken = Math.max(taken, cost);
  };
  charge(LEAST_COST);
  return {
    perMinute,
    charge,
    settle(cost) {
      const used = Math.max(LEAST_COST, cost);
      left = buckets.giveBack(name, perMinute, Math.max(0, taken - used));
      taken = Math.min(taken, used);
    },
    left: () => left,
  };
}

function rateLimited(reply: FastifyReply, seconds: number): GraphQLError {
  reply.header('retry-after', seconds);
  return new GraphQLError(comeBackIn(seconds), { extensions: { code: 'RATE_LIMITED', http: { status: 429 } } });
}

function comeBackIn(seconds: number): string {
  return `Too much was asked: wait for ${seconds} seconds, then try again.`;
}
