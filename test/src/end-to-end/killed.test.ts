import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clientele, ended, engineOf } from './clientele.js';

const LONG = process.env.CLIENTELE_TEST_LONG === '1';

/** Every row of 264 customers over two years: orders, refunds, guests, stock notes; in the long run those of all 5,942. */
const FILES = (
  LONG
    ? [
        'apps/cli/demo/online-retail/online-retail-2009-2010.parquet',
        'apps/cli/demo/online-retail/online-retail-2010-2011.csv.gz',
      ]
    : ['packages/connectors/files/fixtures/online-retail-sample.csv.gz']
).map((file) => fileURLToPath(new URL(`../../../${file}`, import.meta.url)));
const IMPORT = ['import', ...FILES, '--as', 'online-retail'];
const PROFILES = LONG ? 5_942 : 264;
const MINUTES = LONG ? 15 : 4;

const FEW = [
  ['server', 0.35],
  ['engine', 0.55],
  ['both', 0.85],
] as const;
/** Reading and writing take most of a run; derivation and memberships its end. */
const MANY = [
  ['server', 0.1],
  ['engine', 0.25],
  ['both', 0.4],
  ['server', 0.55],
  ['engine', 0.7],
  ['both', 0.8],
  ['server', 0.88],
  ['engine', 0.92],
  ['both', 0.95],
  ['server', 0.98],
] as const;
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
  await clientele.json(...IMPORT);
  runMs = performance.now() - started;
  expected = await outcomeOf(clientele);
}, MINUTES * 60_000);
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

/** Kills without warning, unless the run has ended by then. */
async function killAfter(child: ChildProcess, ms: number, victim: Victim): Promise<void> {
  const over = once(child, 'close');
  await Promise.race([after(ms), over]);
  const engine = victim === 'server' ? undefined : engineOf(child);
  if (engine !== undefined) process.kill(engine, 'SIGKILL');
  if (victim !== 'engine' && child.exitCode === null) child.kill('SIGKILL');
}

describe('killed at any moment', () => {
  it('has something to lose', () => {
    expect(expected).toMatchObject({ profiles: PROFILES, pendingBatches: 0, audit: { mismatches: 0, segments: 3 } });
    for (const [, members] of expected.members as [string, number][]) expect(members).toBeGreaterThan(0);
  });

  it.each([...(LONG ? MANY : FEW)])(
    'loses and doubles nothing: %s at %d of the run',
    { timeout: MINUTES * 60_000 },
    async (victim, share) => {
      const clientele = await shopWithSegments(`${victim}-${share}`);
      const child = clientele.start(...IMPORT);
      const end = ended(child);
      await killAfter(child, share * runMs, victim);
      const { status, err } = await end;
      // A command outlives its engine: the supervisor starts another one, and the batch at hand is sent again.
      if (victim === 'engine') expect({ status, err }).toEqual({ status: 0, err: '' });
      await clientele.json(...IMPORT);
      expect(await outcomeOf(clientele)).toEqual(expected);
    },
  );
});
