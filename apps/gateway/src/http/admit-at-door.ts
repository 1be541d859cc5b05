import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { type Admitted, admitCredential } from '../auth/admit-credential.js';
import type { CredentialParts } from '../auth/read-credential.js';
import type { Gate } from '../limits/rates.js';
import { problem } from './problem.js';

/**
 * Who asks at a door that is not GraphQL's; undefined where they are refused, which is answered.
 *
 * @param cost points that the answer takes, beside the least of every request
 */
export async function admitAtDoor(
  parts: CredentialParts,
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
  cost = 0,
): Promise<Admitted | undefined> {
  try {
    const admitted = await admitCredential(parts, gate, request, reply);
    admitted.allowance.charge(cost);
    return admitted;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (error.extensions.code === 'RATE_LIMITED') problem(reply, 429, 'rate-limited', error.message);
    else if (error.extensions.code === 'CLOSED') problem(reply, 503, 'closed', error.message);
    else problem(reply, 401, 'unauthenticated', error.message);
    return undefined;
  }
}
