import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askOwner } from '../local-door/ask.js';
import { socketOf } from '../local-door/socket.js';
import { type BenchRow, timesRow } from './bench-row.js';
import { BENCH_SHOP, type BenchSize, benchRounds } from './bench-shop.js';
import { childOf, peakRows } from './process-memory.js';

const MOST_ROUNDS = 3;
const ASKERS = 6;
/** How long the load has lasted when the server is told to stop. */
const LOAD_MS = 1_000;
const PROGRAM = fileURLToPath(new URL('../main.js', import.meta.url));

/** From SIGTERM to the end of a server that answers questions and imports a file meanwhile. */
export async function benchStop(directory: string, size: BenchSize, rounds: number): Promise<BenchRow[]> {
  const file = join(directory, 'bench-load.jsonl');
  await writeFile(file, loadOf(size));
  const times: number[] = [];
  let peaks: BenchRow[] = [];
  for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1) {
    const server = spawn(process.execPath, [PROGRAM, '--data', directory, 'start', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(server, 'exit');
    await untilReady(server);
    const load = loadOn(directory, file, round);
    await delay(LOAD_MS);
    peaks = peakRows('stop', { server: server.pid, engine: server.pid && childOf(server.pid) });
    const started = performance.now();
    server.kill('SIGTERM');
    await ended;
    times.push(performance.now() - started);
    await load;
  }
  await rm(file);
  const how = `from SIGTERM to the end of the process, while ${ASKERS} callers ask and a file is imported, ${times.length} times`;
  return [timesRow('stop', times, null, how), ...peaks];
}

async function untilReady(server: ChildProcess): Promise<void> {
  if (server.stdout === null) throw new Error('the server has no output to read');
  for await (const line of createInterface({ input: server.stdout })) if (line.includes('is ready')) return;
  throw new Error('The server ended before it was ready.');
}

/** Resolves when everybody was told that the server has gone. */
async function loadOn(directory: string, file: string, round: number): Promise<void> {
  const ask = (verb: string, input: object) =>
    askOwner(
      { socket: socketOf(directory), owned: 'The server has gone.' },
      { verb, input: { shop: BENCH_SHOP.id, ...input } },
      () => {},
    );
  const asker = async (first: number) => {
    for (let days = first; ; days += ASKERS) {
      await ask('segment count', { query: `orders_placed MATCHES (date >= -${(days % 700) + 1}d, sum_amount > 100)` });
    }
  };
  const importing = ask('import', { files: [file], as: 'clientele', connection: `load-${round}`, shopNamed: true });
  await Promise.allSettled([importing, ...Array.from({ length: ASKERS }, (_, index) => asker(index))]);
}

/** The first round of the shop's records, as lines of a file. */
function loadOf(size: BenchSize): string {
  const [round = new Map()] = benchRounds({ ...size, people: Math.min(size.people, 10_000) });
  return [...round.values()]
    .flat()
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');
}
