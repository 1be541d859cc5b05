import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayDeps } from '../deps.js';
import { Metrics } from '../metrics/metrics.js';
import { readLag } from '../metrics/read-lag.js';
import { problem } from './problem.js';

/**
 * `GET /metrics` for operators: to who has the key; where none is set it is not there. It tells of all shops, so that no
 * shop's own keys open it. An address proves nothing: behind a proxy, everybody's is the proxy's.
 */
export function addMetrics(app: FastifyInstance, deps: GatewayDeps, key: string | undefined): Metrics {
  const metrics = new Metrics();
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    const labels = { method, route: routeOptions.url ?? 'none', status: statusCode };
    metrics.requests.observe(labels, elapsedTime / 1000);
  });
  if (key === undefined) return metrics;
  app.get('/metrics', async (request, reply) => {
    if (!hasKey(request, key)) {
      return problem(reply, 403, 'forbidden', 'Send the key of CLIENTELE_METRICS_KEY as `Authorization: Bearer …`.');
    }
    await readLag(metrics, deps);
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return metrics;
}

/** Compared by their hashes, which are of one length. */
function hasKey({ headers }: FastifyRequest, key: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(headers.authorization ?? ''), hash(`Bearer ${key}`));
}
