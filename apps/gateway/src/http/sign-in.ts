import { instantOfMs, msOfInstant, parseShopId } from '@clientele/model';
import type { Parts } from '@clientele/pipeline';
import type { FastifyInstance } from 'fastify';
import type { IsEncrypted } from '../auth/own-pages.js';
import { sessionToken, setSessionCookie } from '../auth/session-cookie.js';
import type { Rates } from '../limits/rates.js';
import { problem } from './problem.js';

const SESSION_SECONDS = 7 * 24 * 3600;

/** The one-time link that becomes a session, and its end. */
export function addSignIn(
  app: FastifyInstance,
  { ledger, clock }: Parts,
  { signIn }: Rates,
  isEncrypted: IsEncrypted,
): void {
  const config = { rateLimit: { max: signIn } };
  app.get<{ Querystring: { code?: unknown; shop?: unknown } }>('/sign-in', { config }, async (request, reply) => {
    const { code, shop } = request.query;
    // Nothing but the id of a shop: the link leads nowhere else.
    const id = typeof shop === 'string' ? parseShopId(shop) : undefined;
    const page = id === undefined ? '/' : `/?shop=${id}`;
    const now = clock();
    const expiresAt = instantOfMs(msOfInstant(now) + SESSION_SECONDS * 1000);
    const redeemed = await ledger.sessions.redeemLink(typeof code === 'string' ? code : '', expiresAt, now);
    if (redeemed.outcome === 'refused') {
      // A person is shown the page: it opens where they are signed in already, else it says how to get another link.
      const isPerson = request.headers.accept?.includes('text/html') ?? false;
      return isPerson ? reply.redirect(page, 303) : problem(reply, 403, redeemed.code, redeemed.message);
    }
    const { token } = redeemed;
    setSessionCookie(reply, { token, seconds: SESSION_SECONDS, encrypted: isEncrypted(request) });
    return reply.redirect(page, 303);
  });
  app.post('/sign-out', { config }, async (request, reply) => {
    const token = sessionToken(request);
    if (token !== undefined) {
      const verified = await ledger.sessions.verify(token, clock());
      if (verified.outcome === 'valid') await ledger.sessions.end(verified.session.id);
      setSessionCookie(reply, { token: '', seconds: 0, encrypted: isEncrypted(request) });
    }
    return reply.code(204).send();
  });
}
