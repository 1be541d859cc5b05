import type { FastifyError, FastifyInstance } from 'fastify';
import { logFailure } from '../log-failure.js';
import { problem } from './problem.js';

const CODES: Readonly<Record<number, string>> = { 413: 'TOO_LARGE', 429: 'RATE_LIMITED' };

/** Errors before a route answers: at GraphQL's door in GraphQL's shape, elsewhere as problem documents. */
export function addErrorShape(app: FastifyInstance, graphqlPath: string): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    const code = CODES[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR');
    if (status >= 500) logFailure(request.log, 'a request failed', request.id, error);
    const message =
      status >= 500
        ? `Something went wrong on our side; the server's log says more under ${request.id}.`
        : error.message;
    if (request.routeOptions.url !== graphqlPath)
      return problem(reply, status, code.toLowerCase().replaceAll('_', '-'), message);
    return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
  });
  app.setNotFoundHandler((_, reply) => problem(reply, 404, 'not-found', 'There is nothing at this address.'));
}
