import type { Parts } from '@clientele/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Gate } from '../limits/rates.js';
import type { Credential } from './credential.js';
import { readCredential } from './read-credential.js';

/**
 * Who sent a request, if they have not sent too many.
 *
 * @throws GraphQLError UNAUTHENTICATED as `readCredential` says, and RATE_LIMITED
 */
export async function admitCredential(
  parts: Parts,
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Credential> {
  let credential: Credential;
  try {
    credential = await readCredential(parts, request);
  } catch (refused) {
    await gate.admitStranger(request, reply);
    throw refused;
  }
  await gate.admit(request, reply, credential);
  return credential;
}
