import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { CommandError } from '../command-error.js';
import type { Answer, Report, Write } from '../verbs/verb.js';
import type { DoorMessage, DoorRequest } from './messages.js';

/** Lets the server that owns the data directory run a verb. */
export async function askOwner(
  socket: string,
  asked: Omit<DoorRequest, 'takesText'>,
  report: Report,
  write?: Write,
): Promise<Answer<unknown>> {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const sent = request({ socketPath: socket, method: 'POST', path: '/' }, resolve);
    sent.once('error', reject);
    sent.end(JSON.stringify({ ...asked, takesText: write !== undefined } satisfies DoorRequest));
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(3, `The server that owns the data directory does not answer at ${socket}: ${reason}`);
  });
  for await (const line of createInterface({ input: response })) {
    const message = JSON.parse(line) as DoorMessage;
    if (message.kind === 'progress') report(message.progress);
    else if (message.kind === 'text') await write?.(message.text);
    else if (message.kind === 'refusal') throw new CommandError(message.exit, message.message);
    else return message.answer;
  }
  throw new CommandError(3, 'The server that owns the data directory stopped before it had answered.');
}
