import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clientele, ended, engineOf } from './clientele.js';

/** Every row of 264 customers over two years: orders, refunds, guests, stock notes. */
const SAMPLE = fileURLToPath(
  new URL('../../../packages/connectors/files/fixtures/online-retail-sample.csv.gz', import.meta.url),
);
const SEGMENTS = {
  Regulars: 'number_of_orders >= 5',
  'Top tenth': 'amount_spent IN TOP 10%',
  'Cake stands': "products_purchased MATCHES (id = '22423', sum_quantity >= 10)",
};

let directory: string;
let expected: Record<string, unknown>;
/** How long a run that nobody kills takes here; the kills are spread over it. */
let runMs: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-killed-'));
  const clientele = await shopWithSegments('clean');
  const started = performance.now();
  await clientele.json('import', SAMPLE, '--as', 'online-retail');
  runMs = performance.now() - started;
  expected = await outcomeOf(clientele);
}, 240_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

async function shopWithSegments(name: string): Promise<Clientele> {
  const clientele = new Clientele(join(directory, name));
  // A first, empty import makes the shop, so that segments are evaluated as records come.
  await clientele.run('import', '/dev/null');
  for (const [segment, query] of Object.entries(SEGMENTS)) await clientele.json('segment', 'save', segment, query);
  return clientele;
}

/** What must be the same however often the run was cut short. */
async function outcomeOf(clientele: Clientele): Promise<Record<string, unknown>> {
  const { records, profiles, revenue, refused, pendingBatches } = await clientele.json('status');
  const segments = await clientele.json<{ handle: string; members: number }[]>('segment', 'list');
  const audit = await clientele.json('audit');
  return {
    records,
    profiles,
    revenue,
    refused,
    pendingBatches,
    members: segments.map(({ handle, members }) => [handle, members]),
    audit,
  };
}

type Victim = 'server' | 'engine' | 'both';

/** Kills without warning; false where the run had ended already. */
async function killAfter(child: ChildProcess, ms: number, victim: Victim): Promise<void> {
  const over = once(child, 'close');
  await Promise.race([after(ms), over]);
  const engine = victim === 'server' ? undefined : engineOf(child);
  if (engine !== undefined) process.kill(engine, 'SIGKILL');
  if (victim !== 'engine' && child.exitCode === null) child.kill('SIGKILL');
}

describe('killed at any moment', () => {
  it('has something to lose', () => {
    expect(expected).toMatchObject({ profiles: 264, pendingBatches: 0, audit: { mismatches: 0, segments: 3 } });
  });

  it.each([
    ['server', 0.35],
    ['engine', 0.55],
    ['both', 0.75],
    ['server', 0.9],
  ] as const)('loses and doubles nothing: %s at %d of the run', { timeout: 240_000 }, async (victim, share) => {
    const clientele = await shopWithSegments(`${victim}-${share}`);
    const child = clientele.start('import', SAMPLE, '--as', 'online-retail');
    const end = ended(child);
    await killAfter(child, share * runMs, victim);
    const { status, err } = await end;
    // A command outlives its engine: the supervisor starts another one, and the batch at hand is sent again.
    if (victim === 'engine') expect({ status, err }).toEqual({ status: 0, err: '' });
    await clientele.json('import', SAMPLE, '--as', 'online-retail');
    expect(await outcomeOf(clientele)).toEqual(expected);
  });
});
