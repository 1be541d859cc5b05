import type { Parts } from '@clientele/pipeline';
import type { FastifyInstance } from 'fastify';
import { logFailure } from '../log-failure.js';

/** Liveness looks at the process only; readiness at the stores, and it ends before the server does. */
export function addHealth(app: FastifyInstance, { ledger, sql }: Parts): void {
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (request, reply) => {
    try {
      if (!stopping) await Promise.all([ledger.shops.list(), sql.query('SELECT 1')]);
    } catch (error) {
      logFailure(request.log, 'not ready', request.id, error);
      return reply.code(503).send({ status: 'unavailable' });
    }
    return stopping ? reply.code(503).send({ status: 'stopping' }) : { status: 'ready' };
  });
}
