import type { FastifyReply } from 'fastify';

/** Answers with a problem document (RFC 9457). */
export function problem(reply: FastifyReply, status: number, code: string, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ type: 'about:blank', status, code, detail });
}
