import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Parts } from '@clientele/pipeline';
import type { FastifyInstance } from 'fastify';
import { sessionToken } from '../auth/session-cookie.js';
import type { Rates } from '../limits/rates.js';

const PATH = '/graphiql';

/** What `graphiql/vite.config.ts` builds; the same from the sources and from what they are compiled to. */
const FILES = fileURLToPath(new URL('../../dist/graphiql/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** Its editor writes style elements while it runs; scripts come from here only. */
const POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** GraphiQL for who is signed in, from our own files; everybody else is sent to the page that says how to sign in. */
export async function addGraphiql(app: FastifyInstance, { ledger, clock }: Parts, { file: max }: Rates): Promise<void> {
  const files = new Set(await filesIn(FILES));
  app.get<{ Params: { '*'?: string } }>(`${PATH}/*`, { config: { rateLimit: { max } } }, async (request, reply) => {
    const session = await ledger.sessions.verify(sessionToken(request) ?? '', clock());
    if (session.outcome === 'refused') return reply.redirect('/', 303);
    const file = request.params['*'] || 'index.html';
    if (!files.has(file)) return reply.callNotFound();
    // The names of assets hold a hash of what is in them.
    if (file.startsWith('assets/')) reply.header('cache-control', 'private, max-age=31536000, immutable');
    reply.header('content-security-policy', POLICY).type(TYPES[extname(file)] ?? 'application/octet-stream');
    return reply.send(createReadStream(join(FILES, file)));
  });
  app.get(PATH, (_, reply) => reply.redirect(`${PATH}/`, 308));
}

/** Paths below a directory, none where it was never built. */
async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length));
}
