import { fileURLToPath } from 'node:url';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type BuiltFile, readBuiltFile, readBuiltFiles } from './built-files.js';
import { PAGE_HEADERS } from './security-headers.js';

const A_YEAR = 'public, max-age=31536000, immutable';
const FIVE_MINUTES = 'public, max-age=300';

/**
 * Serves the page at `/`, its hashed assets for good, and `/widgets/profile.js`, which pages of other origins load.
 * The files are read once, when the plugin is registered; they hold nothing of any shop.
 */
export const consolePlugin: FastifyPluginAsync = async (server) => {
  const files = await readBuiltFiles(fileURLToPath(new URL('../../dist/public', import.meta.url)));
  for (const [address, file] of files) {
    const caching = address.startsWith('/assets/') ? A_YEAR : 'no-cache';
    server.get(address, (request, reply) => send(request, reply, file, { ...PAGE_HEADERS, 'cache-control': caching }));
  }
  const profile = await readBuiltFile(fileURLToPath(import.meta.resolve('@clientele/widgets/profile.js')));
  server.get('/widgets/profile.js', (request, reply) =>
    send(request, reply, profile, {
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': FIVE_MINUTES,
    }),
  );
};

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { content, type, etag }: BuiltFile,
  headers: Readonly<Record<string, string>>,
): FastifyReply {
  reply.headers({ ...headers, etag });
  return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.type(type).send(content);
}
