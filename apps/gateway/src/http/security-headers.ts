import type { FastifyInstance } from 'fastify';
import type { IsEncrypted } from '../auth/own-pages.js';

/** Nothing but what a route itself allows more. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
};

/** Sets the strict headers on every answer that does not bring its own. */
export function addSecurityHeaders(app: FastifyInstance, isEncrypted: IsEncrypted): void {
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(DEFAULTS)) if (!reply.hasHeader(name)) reply.header(name, value);
    if (isEncrypted(request)) reply.header('strict-transport-security', 'max-age=31536000');
  });
}
