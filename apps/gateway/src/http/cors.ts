import type { Parts } from '@clientele/pipeline';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Lets pages of registered origins send widgets' questions. A preflight request names no shop, so it is answered for
 * an origin that any shop has registered; the question itself is then held against the origin in its token. Cookies
 * are never allowed from elsewhere.
 */
export function addPreflight(app: FastifyInstance, { ledger }: Parts, path: string): void {
  app.options(path, async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (origin !== undefined && (await ledger.widgetOrigins.isKnown(origin))) {
      allowOrigin(reply, origin);
      reply.header('access-control-allow-methods', 'POST');
      reply.header('access-control-allow-headers', 'authorization, content-type, x-clientele-shop');
      reply.header('access-control-max-age', '600');
    }
    return reply.code(204).send();
  });
}

export function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-expose-headers', 'retry-after');
  reply.header('vary', 'Origin');
}
