import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Allowance, Gate } from '../limits/rates.js';
import type { Credential } from './credential.js';
import { type CredentialParts, readCredential } from './read-credential.js';

/** Who asks, and what they may still ask for. */
export interface Admitted {
  readonly credential: Credential;
  readonly allowance: Allowance;
}

/**
 * Who sent a request, if they have not asked for too much.
 *
 * @throws GraphQLError UNAUTHENTICATED as `readCredential` says, and RATE_LIMITED
 */
export async function admitCredential(
  parts: CredentialParts,
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Admitted> {
  let credential: Credential;
  try {
    credential = await readCredential(parts, request, reply);
  } catch (refused) {
    await gate.admitStranger(request, reply);
    throw refused;
  }
  return { credential, allowance: gate.admit(reply, credential) };
}
