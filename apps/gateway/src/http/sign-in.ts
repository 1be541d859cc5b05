import { instantOfMs, msOfInstant } from '@clientele/model';
import type { Parts } from '@clientele/pipeline';
import type { FastifyInstance } from 'fastify';
import { sessionToken, setSessionCookie } from '../auth/session-cookie.js';
import { problem } from './problem.js';

const SESSION_SECONDS = 7 * 24 * 3600;

/** The one-time link that becomes a session, and its end. */
export function addSignIn(app: FastifyInstance, { ledger, clock }: Parts): void {
  app.get<{ Querystring: { code?: unknown } }>('/sign-in', async (request, reply) => {
    const { code } = request.query;
    const now = clock();
    const expiresAt = instantOfMs(msOfInstant(now) + SESSION_SECONDS * 1000);
    const redeemed = await ledger.sessions.redeemLink(typeof code === 'string' ? code : '', expiresAt, now);
    if (redeemed.outcome === 'refused') return problem(reply, 403, redeemed.code, redeemed.message);
    setSessionCookie(request, reply, redeemed.token, SESSION_SECONDS);
    return reply.redirect('/', 303);
  });
  app.post('/sign-out', async (request, reply) => {
    const verified = await ledger.sessions.verify(sessionToken(request) ?? '', clock());
    if (verified.outcome === 'valid') await ledger.sessions.end(verified.session.id);
    setSessionCookie(request, reply, '', 0);
    return reply.code(204).send();
  });
}
