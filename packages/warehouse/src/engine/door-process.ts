import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Lanes } from './lanes.ts';
import type { FromDoor, ToDoor } from './messages.ts';

/**
 * The process that the embedded engine lives in. It belongs to the server that forked it and goes when that goes,
 * always by SIGKILL: an ordinary exit waits behind running queries, and what was answered is on the disk.
 */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

// A terminal or a service manager signals the whole group; it is the server that stops this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', die);
process.on('uncaughtException', (error) => {
  console.error(error);
  die();
});

let lanes: Lanes | undefined;

process.on('message', (message: ToDoor) => {
  if (message.kind === 'start') void start(message);
  else if (message.kind === 'memory') tell({ kind: 'memory', residentBytes: process.memoryUsage.rss() });
  else void stop(message.graceMs);
});

function tell(message: FromDoor): void {
  process.send?.(message);
}

async function start({ directory, memoryCapBytes, token, port }: ToDoor & { kind: 'start' }): Promise<void> {
  const fail = (code: (FromDoor & { kind: 'failed' })['code'], error: unknown) =>
    tell({ kind: 'failed', code, reason: error instanceof Error ? error.message : String(error) });
  // Imported here, for without its native library for this machine it throws.
  const engine = await import('./lanes.ts').catch((error: unknown) => fail('not_supported', error));
  if (engine === undefined) return;
  const { createDoor } = await import('./door.ts');
  try {
    lanes = new engine.Lanes(directory, memoryCapBytes);
  } catch (error) {
    fail('not_opened', error);
    return;
  }
  const door = createDoor(lanes, token);
  door.on('error', (error) => fail('port_taken', error));
  door.listen(port, '127.0.0.1', () => tell({ kind: 'ready', port: (door.address() as AddressInfo).port }));
}

/** Lets what runs finish for a moment, so that fewer callers see an error. */
async function stop(graceMs: number): Promise<void> {
  const end = performance.now() + graceMs;
  while (lanes !== undefined && lanes.busy > 0 && performance.now() < end) await delay(10);
  die();
}
