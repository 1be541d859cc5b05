import { fileURLToPath } from 'node:url';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type BuiltFile, builtFile, readBuiltFile, readBuiltFiles } from './built-files.js';
import { guidePage } from './guide-page.js';
import { PAGE_HEADERS } from './security-headers.js';

const A_YEAR = 'public, max-age=31536000, immutable';
const FIVE_MINUTES = 'public, max-age=300';

/** The frame of the page of the language. */
const GUIDE = '/language.html';
/** What is not served as it was built, nor under its own name. */
const SERVED_OTHERWISE = new Set([GUIDE, '/shopify.html', '/shopify-install.html']);

/**
 * Serves the page at `/`, all names of the segment language at `/language`, their hashed assets for good, and `/widgets/profile.js`, which pages of other origins load.
 * The files are read once, when the plugin is registered; they hold nothing of any shop.
 */
export const consolePlugin: FastifyPluginAsync = async (server) => {
  const files = await readBuiltFiles(fileURLToPath(new URL('../../dist/public', import.meta.url)));
  for (const [address, file] of files) {
    if (SERVED_OTHERWISE.has(address)) continue;
    const caching = address.startsWith('/assets/') ? A_YEAR : 'no-cache';
    server.get(address, (request, reply) => send(request, reply, file, { ...PAGE_HEADERS, 'cache-control': caching }));
  }
  const guide = withGuide(files.get(GUIDE));
  server.get('/language', (request, reply) =>
    send(request, reply, guide, { ...PAGE_HEADERS, 'cache-control': 'no-cache' }),
  );
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

function withGuide(frame: BuiltFile | undefined): BuiltFile {
  if (frame === undefined) throw new Error(`the build of the console lacks ${GUIDE}`);
  return builtFile(frame.content.toString('utf8').replace('<!-- guide -->', guidePage), frame.type);
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { content, type, etag }: BuiltFile,
  headers: Readonly<Record<string, string>>,
): FastifyReply {
  reply.headers({ ...headers, etag });
  return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.type(type).send(content);
}
