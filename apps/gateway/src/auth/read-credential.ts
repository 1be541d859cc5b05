import type { Parts } from '@clientele/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sentence } from '../sentence.js';
import type { Credential } from './credential.js';
import type { PlatformTokens } from './platform-tokens.js';
import { closed, unauthenticated } from './refused.js';
import { sessionToken } from './session-cookie.js';
import { readWidgetToken } from './widget-token.js';

/** What credentials are read with. */
export interface CredentialParts extends Parts {
  /** Of the platform within whose pages ours are shown; without it there is none. */
  readonly platformTokens?: PlatformTokens;
}

/**
 * Who sent a request: by an API key, a platform's or a widget's token (`Authorization: Bearer …`), else by the session's
 * cookie. The reply is told what the platform's page is to know of a refusal.
 *
 * @throws GraphQLError UNAUTHENTICATED without any of them, or where it is not good (any more), and CLOSED
 */
export async function readCredential(
  parts: CredentialParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Credential> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (request.headers.authorization !== undefined && bearer === undefined) {
    throw unauthenticated('Write the header as `Authorization: Bearer ck_…`.');
  }
  if (bearer?.startsWith('ck_')) return byApiKey(parts, bearer);
  if (bearer !== undefined)
    return (await byPlatformToken(parts, bearer, reply)) ?? byWidgetToken(parts, bearer, request.headers.origin);
  const token = sessionToken(request);
  if (token === undefined)
    throw unauthenticated('Sign in by the link that `clientele start` prints, or send an API key.');
  return bySession(parts, token);
}

async function byApiKey({ ledger, clock }: Parts, text: string): Promise<Credential> {
  const verified = await ledger.apiKeys.verify(text, clock());
  if (verified.outcome === 'refused') throw unauthenticated(sentence(verified.message));
  const { id, shop, scopes } = verified.key;
  return { kind: 'api-key', id, shop, scopes };
}

/** Undefined where it is no platform's. */
async function byPlatformToken(
  { platformTokens }: CredentialParts,
  token: string,
  reply: FastifyReply,
): Promise<Credential | undefined> {
  const read = await platformTokens?.read(token);
  switch (read?.outcome) {
    case undefined:
      return undefined;
    case 'admitted':
      return { kind: 'platform-user', ...read.user };
    case 'refused':
      reply.headers(read.headers);
      throw unauthenticated(read.message);
    case 'closed':
      throw closed(read.message);
  }
}

async function byWidgetToken(parts: Parts, token: string, origin: string | undefined): Promise<Credential> {
  const credential = await readWidgetToken(parts, token, origin);
  if (credential === undefined) {
    throw unauthenticated(
      "This is no API key (they begin with `ck_`), and as a widget's token it has expired or is not for this page's " +
        'origin: ask your server for a new one.',
    );
  }
  return credential;
}

async function bySession({ ledger, clock }: Parts, token: string): Promise<Credential> {
  const verified = await ledger.sessions.verify(token, clock());
  if (verified.outcome === 'refused') throw unauthenticated(sentence(verified.message));
  const { id, shops } = verified.session;
  return { kind: 'session', id, shops: shops === 'all' ? (await ledger.shops.list()).map((shop) => shop.id) : shops };
}
