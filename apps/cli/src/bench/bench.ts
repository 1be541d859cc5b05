import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDirectory } from '@clientele/ledger';
import { CommandError } from '../command-error.js';
import { type House, type HousePlace, openHouse } from '../house.js';
import { socketOf } from '../local-door/socket.js';
import { ProgressBar } from '../terminal/progress-bar.js';
import { Terminal } from '../terminal/terminal.js';
import type { Report } from '../verbs/verb.js';
import type { BenchRow } from './bench-row.js';
import { BENCH_SHOP, type BenchSize } from './bench-shop.js';
import { benchImport, isFilled } from './import.js';
import { benchLookUp } from './look-up.js';
import { benchSegments } from './segments.js';
import { benchStop } from './stop.js';

export const BENCHES = ['import', 'segments', 'look-up', 'stop'] as const;
type Bench = (typeof BENCHES)[number];

export interface BenchOptions extends BenchSize {
  /** A directory that is kept; without one, a temporary one. */
  readonly directory: string | undefined;
  /** How often each question is asked, and each look-up made. */
  readonly rounds: number;
  /** How many saved segments are evaluated. */
  readonly segments: number;
  readonly json: boolean;
  /** As a house's. */
  readonly engineMegabytes: string | undefined;
}

/**
 * Measures the product beside the alternatives on a made shop, in a data directory of its own. A directory that holds
 * the same shop already is not filled again.
 *
 * @param name one of {@link BENCHES}; all without
 * @returns 1 when a count disagreed with the hand-written SQL
 */
export async function bench(name: string | undefined, options: BenchOptions): Promise<0 | 1> {
  const only = BENCHES.find((known) => known === name);
  if (name !== undefined && only === undefined) {
    throw new CommandError(2, `There is no bench '${name}'; there are: ${BENCHES.join(', ')}.`);
  }
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'clientele-bench-')));
  const bar = new ProgressBar(process.stderr);
  try {
    const rows = await run(only, directory, options, (progress) => bar.show(progress)).finally(() => bar.stop());
    print(rows, options.json);
    return rows.some(({ checked }) => checked === false) ? 1 : 0;
  } finally {
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  }
}

async function run(
  only: Bench | undefined,
  directory: string,
  { people, seed, rounds, segments, engineMegabytes }: BenchOptions,
  report: Report,
): Promise<readonly BenchRow[]> {
  const size = { people, seed };
  const wanted = (each: Bench) => only === undefined || only === each;
  const rows = await withHouse({ directory, engineMegabytes }, async (house) => {
    const imported = await fill(house, directory, size, only === 'import', report);
    return [
      ...(wanted('import') ? imported : []),
      ...(wanted('segments') ? await benchSegments(house, size, { rounds, segments }, report) : []),
      ...(wanted('look-up') ? await benchLookUp(house, size, rounds) : []),
    ];
  });
  return wanted('stop') ? [...rows, ...(await benchStop(directory, size, rounds))] : rows;
}

/** Fills the directory where it is empty; the import is measured on the way. */
async function fill(
  house: House,
  directory: string,
  size: BenchSize,
  mustImport: boolean,
  report: Report,
): Promise<BenchRow[]> {
  const shops = await house.ledger.shops.list();
  if (shops.length === 0) return benchImport(house, size, report);
  const isSame = shops.every(({ id }) => id === BENCH_SHOP.id) && (await isFilled(house, size));
  if (isSame && !mustImport) return [];
  throw new CommandError(
    2,
    `The directory ${directory} holds shops already: give an empty one with --data, or leave it out.`,
  );
}

async function withHouse<T>(place: HousePlace, work: (house: House) => Promise<T>): Promise<T> {
  const { directory } = place;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const claim = claimDirectory(directory, { pid: process.pid, socket: socketOf(directory) });
  if (claim.outcome === 'refused') throw new CommandError(3, claim.message);
  try {
    const house = await openHouse(place);
    try {
      return await work(house);
    } finally {
      await house.close();
    }
  } finally {
    claim.release();
  }
}

function print(rows: readonly BenchRow[], json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(rows, null, process.stdout.isTTY ? 2 : undefined)}\n`);
    return;
  }
  const terminal = new Terminal(process.stdout);
  const shown = (value: number | null | undefined) => value?.toLocaleString('en') ?? '';
  terminal.table(
    ['', 'ours', 'other', 'ratio', 'unit', '95 %', 'worst', 'count'],
    rows.map(({ name, ours, other, ratio, unit, p95, worst, checked }) => [
      name,
      ours,
      shown(other),
      shown(ratio),
      unit,
      shown(p95),
      shown(worst),
      checked === undefined ? '' : checked ? 'agrees' : 'DISAGREES',
    ]),
  );
  for (const how of new Set(rows.map((each) => `${each.name.split(':')[0]}: ${each.how}`))) terminal.line(how);
}
