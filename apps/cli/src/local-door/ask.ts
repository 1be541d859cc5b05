import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { CommandError } from '../command-error.js';
import type { Answer, Report, Write } from '../verbs/verb.js';
import type { DoorMessage, DoorRequest } from './messages.js';

/** Lets the server that owns the data directory run a verb; `owned` is said where the owner has no door to ask at. */
export async function askOwner(
  { socket, owned }: { readonly socket: string; readonly owned: string },
  asked: Omit<DoorRequest, 'takesText'>,
  report: Report,
  write?: Write,
): Promise<Answer<unknown>> {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const sent = request({ socketPath: socket, method: 'POST', path: '/' }, resolve);
    sent.once('error', reject);
    sent.end(JSON.stringify({ ...asked, takesText: write !== undefined } satisfies DoorRequest));
  }).catch((error: unknown) => {
    // The owner is another command, or a server that is starting or stopping.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')) {
      throw new CommandError(3, owned);
    }
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
