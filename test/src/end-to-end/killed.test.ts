import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { loadKey, openLedger } from '@clientele/ledger';
import { day, instant, shopId, timeZone } from '@clientele/model';
import { segmentTemplates } from '@clientele/segmentation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Server, type Victim } from './server.js';

const LONG = process.env.CLIENTELE_TEST_LONG === '1';

const atRoot = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url));
const ALL = [
  'apps/cli/demo/online-retail/online-retail-2009-2010.parquet',
  'apps/cli/demo/online-retail/online-retail-2010-2011.csv.gz',
].map(atRoot);
const SAMPLE = atRoot('packages/connectors/files/fixtures/online-retail-sample.csv.gz');
const PROFILES = LONG ? 5_942 : 80;
const MINUTES = LONG ? 15 : 4;

/** What a run does, by what it tells whoever waits: reading and writing, deriving profiles, evaluating segments. */
const PHASES = ['ingest', 'derivation', 'membership'] as const;
type Phase = (typeof PHASES)[number];

/** At which share of the measured length of a phase who is killed. */
type Moment = readonly [victim: Victim, phase: Phase, share: number];

/** One import, and who is killed while it goes on; only the last of them may be the server, which ends it. */
type CutShort = readonly Moment[];

/** What one shop goes through before it is imported to the end. Few kills share a shop, so that it is made once. */
const FEW: readonly (readonly CutShort[])[] = [
  [
    [['server', 'ingest', 0.7]],
    [
      ['engine', 'derivation', 0.5],
      ['both', 'membership', 0.2],
    ],
  ],
];
const MANY: readonly (readonly CutShort[])[] = (
  [
    ['server', 'ingest', 0.1],
    ['engine', 'ingest', 0.4],
    ['both', 'ingest', 0.6],
    ['server', 'ingest', 0.9],
    ['server', 'derivation', 0.3],
    ['engine', 'derivation', 0.5],
    ['both', 'derivation', 0.8],
    ['server', 'membership', 0.2],
    ['engine', 'membership', 0.5],
    ['both', 'membership', 0.7],
  ] satisfies Moment[]
).map((moment) => [[moment]]);
const SHOP = {
  id: shopId('demo'),
  name: 'Killed',
  currency: 'GBP',
  timeZone: timeZone('Europe/London'),
  clock: day('2011-12-10'),
  generated: false,
  createdAt: instant('2011-12-10T00:00:00Z'),
} as const;
const SEGMENTS = [
  { name: 'Top tenth', query: 'amount_spent IN TOP 10%' },
  { name: 'Top regulars', query: "number_of_orders >= 5 AND in_segment('top-tenth')" },
  { name: 'Cake stands', query: "products_purchased MATCHES (id = '22423', sum_quantity >= 10)" },
  ...(LONG ? segmentTemplates().filter(({ needs }) => needs.startsWith('orders')) : []),
];

let directory: string;
let files: readonly string[];
let expected: Record<string, unknown>;
/** How long each phase takes here in a run that nobody kills. */
const lengths = new Map<Phase, number>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-killed-'));
  files = LONG ? ALL : [await writeThird(join(directory, 'third.csv'))];
  const server = await shopWithSegments('clean');
  const begun: number[] = [];
  await importing(server, () => begun.push(performance.now()));
  begun.push(performance.now());
  for (const [index, phase] of PHASES.entries()) lengths.set(phase, (begun[index + 1] ?? 0) - (begun[index] ?? 0));
  console.log(`Not killed: ${[...lengths].map(([phase, ms]) => `${phase} ${Math.round(ms)} ms`).join(', ')}`);
  expected = await outcomeOf(server);
  await server.stop();
}, MINUTES * 60_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Every row of 80 customers over two years: orders, refunds, guests, stock notes; in the long run those of all 5,942. */
async function writeThird(file: string): Promise<string> {
  const [head, ...rows] = gunzipSync(await readFile(SAMPLE))
    .toString()
    .trimEnd()
    .split('\n');
  // The second to last column is the customer's number; guests have none.
  const third = rows.filter((row) => Number(row.split(',').at(-2)) % 3 === 0);
  await writeFile(file, [head, ...third, ''].join('\n'));
  return file;
}

/** A shop whose clock stands on the day after its last order: a run over midnight must find the same people. */
async function shopWithSegments(name: string): Promise<Server> {
  const data = join(directory, name);
  await mkdir(data, { recursive: true, mode: 0o700 });
  const ledger = await openLedger({ directory: data }, { key: await loadKey(data) });
  await ledger.shops.create(SHOP);
  await ledger.close();
  const server = await Server.start(data);
  for (const { name, query } of SEGMENTS) await server.ask('segment save', { name, query });
  return server;
}

/** Imports to the end, and calls back as each phase begins. */
function importing(server: Server, onPhase: (phase: Phase) => void = () => {}): Promise<unknown> {
  let phase: Phase = 'ingest';
  onPhase(phase);
  return server.ask(
    'import',
    { shopNamed: true, files, as: 'online-retail', connection: 'files' },
    ({ label, done, of }) => {
      const ends = phase === 'ingest' ? basename(files.at(-1) ?? '') : 'deriving profiles';
      if (phase === 'membership' || label !== ends || done < of) return;
      phase = phase === 'ingest' ? 'derivation' : 'membership';
      onPhase(phase);
    },
  );
}

/** What must be the same however often the run was cut short. */
async function outcomeOf(server: Server): Promise<Record<string, unknown>> {
  const { records, profiles, revenue, refused, pendingBatches } = await server.ask('status');
  const segments = await server.ask<{ handle: string; members: number }[]>('segment list');
  const audit = await server.ask('audit');
  const members = segments.map(({ handle, members }) => [handle, members]);
  return { records, profiles, revenue, refused, pendingBatches, members, audit };
}

/** Imports, kills at shares of phases, and says in which phases that was and whether the import came to its end. */
async function killedIn(server: Server, moments: CutShort) {
  let now: Phase | 'ended' = 'ingest';
  const killed: Promise<Phase | 'ended'>[] = [];
  const imported = await importing(server, (begun) => {
    now = begun;
    for (const [victim, phase, share] of moments) {
      const kill = () => {
        server.kill(victim);
        return now;
      };
      if (phase === begun) killed.push(after(share * (lengths.get(phase) ?? 0)).then(kill));
    }
  }).then(
    () => true,
    () => false,
  );
  now = 'ended';
  return { phases: await Promise.all(killed), imported };
}

describe('killed at any moment', () => {
  it('has something to lose', () => {
    const audit = { mismatches: 0, segments: SEGMENTS.length };
    expect(expected).toMatchObject({ profiles: PROFILES, pendingBatches: 0, audit });
    const members = new Map(expected.members as [string, number][]);
    for (const handle of ['top-tenth', 'top-regulars', 'cake-stands']) expect(members.get(handle)).toBeGreaterThan(0);
    expect([...members.values()].filter((size) => size > 0).length).toBeGreaterThan(members.size / 2);
  });

  it.each((LONG ? MANY : FEW).map((history) => [titleOf(history), history] as const))(
    'loses and doubles nothing: %s',
    { timeout: MINUTES * 60_000 },
    async (title, history) => {
      let server = await shopWithSegments(title);
      for (const moments of history) {
        const when = await killedIn(server, moments);
        console.log(`${title}: killed in ${when.phases.join(', ')}`);
        // A small shop may be quicker than measured; then what is killed has it all, and nothing may be lost either.
        if (LONG) expect(when.phases).toEqual(moments.map(([, phase]) => phase));
        else expect(when.phases).toHaveLength(moments.length);
        if (moments.every(([victim]) => victim === 'engine')) {
          // A server outlives its engine: the supervisor starts another one, and the work at hand is done again.
          expect(when.imported).toBe(true);
        } else {
          expect((await server.end).signal).toBe('SIGKILL');
          server = await Server.start(join(directory, title));
        }
      }
      await importing(server);
      expect(await outcomeOf(server)).toEqual(expected);
      expect(await server.stop()).toMatchObject({ status: 0, err: '' });
    },
  );
});

function titleOf(history: readonly CutShort[]): string {
  return history
    .flat()
    .map(([victim, phase, share]) => `${victim} in ${phase} at ${share}`)
    .join(', then ');
}
