import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayDeps } from '../deps.js';
import { Metrics } from '../metrics/metrics.js';
import { readLag } from '../metrics/read-lag.js';
import { problem } from './problem.js';

const LOOPBACK = /^(::1|(::ffff:)?127\.[\d.]+)$/;
/** What a proxy writes: then the address is the proxy's, and says nothing of who asks. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/**
 * `GET /metrics` for operators: to who has the key, and without one set to this machine only. It tells of all shops, so
 * that no shop's own keys open it.
 */
export function addMetrics(app: FastifyInstance, deps: GatewayDeps, key: string | undefined): Metrics {
  const metrics = new Metrics();
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    const labels = { method, route: routeOptions.url ?? 'none', status: statusCode };
    metrics.requests.observe(labels, elapsedTime / 1000);
  });
  app.get('/metrics', async (request, reply) => {
    if (key === undefined ? !isOfThisMachine(request) : !hasKey(request, key)) {
      return problem(reply, 403, 'forbidden', 'Ask from this machine, or with the key of CLIENTELE_METRICS_KEY.');
    }
    await readLag(metrics, deps);
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return metrics;
}

function isOfThisMachine({ socket, headers }: FastifyRequest): boolean {
  return LOOPBACK.test(socket.remoteAddress ?? '') && FORWARDED.every((name) => headers[name] === undefined);
}

/** Compared by their hashes, which are of one length. */
function hasKey({ headers }: FastifyRequest, key: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(headers.authorization ?? ''), hash(`Bearer ${key}`));
}
