import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Whether a request came encrypted, at least as far as the proxy. */
export type IsEncrypted = (request: FastifyRequest) => boolean;

/** The public address knows; without one, the connection itself, or a trusted proxy. */
export function encryption(publicUrl: string | undefined): IsEncrypted {
  if (publicUrl === undefined) return ({ protocol }) => protocol === 'https';
  const isEncrypted = publicUrl.startsWith('https:');
  return () => isEncrypted;
}

/**
 * Leaves cookies aside that come with another page's request: `SameSite` keeps other sites out, not another host or port
 * of the same site.
 */
export function addOwnPagesOnly(app: FastifyInstance, publicUrl: string): void {
  app.addHook('onRequest', async ({ headers }) => {
    if (headers.origin !== undefined && headers.origin !== publicUrl) delete headers.cookie;
  });
}
