import type { FastifyBaseLogger } from 'fastify';

/** Logs a failure without its causes: what stores say of themselves may quote values. */
export function logFailure(log: FastifyBaseLogger, what: string, id: string, error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  log.error({ id, name, message, stack }, what);
}
