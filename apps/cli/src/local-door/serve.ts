import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { failureOf } from '../run-verb.js';
import { signIn } from '../verbs/access.js';
import type { Report, Write } from '../verbs/verb.js';
import { findVerb } from '../verbs/verbs.js';
import type { DoorMessage, DoorRequest } from './messages.js';

const MOST_BYTES = 1_000_000;

/**
 * Answers the command line of the same user at a socket in the data directory (which only its owner may enter), so that
 * every verb works while a server runs. A verb that asks a shop runs once `caughtUp` has settled.
 */
export async function serveLocalDoor(house: House, socket: string, caughtUp: () => Promise<void>): Promise<Server> {
  await rm(socket, { force: true });
  const server = createServer((request, response) => {
    answer(house, caughtUp, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  await chmod(socket, 0o600);
  return server;
}

async function answer(
  house: House,
  caughtUp: () => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (message: DoorMessage) => response.write(`${JSON.stringify(message)}\n`);
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  try {
    const { verb: name, input, takesText } = await readRequest(request);
    const verb = findVerb(name);
    if (verb === undefined) {
      throw new CommandError(2, `The running server does not know '${name}': stop it, and start this version.`);
    }
    if (verb.name !== signIn.name) await caughtUp();
    const report: Report = (progress) => send({ kind: 'progress', progress });
    const write: Write = async (text) => {
      if (!send({ kind: 'text', text })) await taken(response);
      if (response.destroyed) throw new CommandError(2, 'Whoever asked has gone.');
    };
    send({ kind: 'answer', answer: await verb.run(house, input, report, takesText ? write : undefined) });
  } catch (error) {
    send({ kind: 'refusal', ...failureOf(error) });
  }
  response.end();
}

/** Settles when what was sent is taken, or the other side has gone. */
function taken(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
    if (response.destroyed) settle();
  });
}

async function readRequest(request: IncomingMessage): Promise<DoorRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BYTES) throw new CommandError(2, 'The command is too long.');
    chunks.push(chunk as Buffer);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as DoorRequest;
}
