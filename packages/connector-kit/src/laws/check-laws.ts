import type { Connector, Facts } from '../connector.js';
import { isPulled } from '../run/stream-run.js';
import type { MakeWorld, World } from '../world/world.js';
import { Bench, type Finding } from './bench.js';
import type { Law } from './law.js';
import { LAWS } from './laws.js';

const MEND_FIRST = {
  step: 'Mend this first: until then nothing can be said of the law itself.',
  world: 'Mend the world first: this is not of the connector, and until then nothing can be said of the law itself.',
} as const;

export interface LawOptions {
  /** With the same seed, the same schedules are tried. */
  readonly seed: number;
  /** Schedules that each law is tried with. */
  readonly runs: number;
  /** Numbers of the laws to drive; all unless said otherwise. */
  readonly only?: readonly number[];
  /** After each law. */
  readonly onLaw?: (result: LawResult) => void;
}

export interface LawResult {
  readonly number: number;
  readonly says: string;
  readonly outcome: 'kept' | 'broken' | 'not driven';
  /** Why it is not driven. */
  readonly reason?: string;
  readonly finding?: Finding;
  /** What helps, where it is broken. */
  readonly mend?: string;
}

export interface LawReport {
  readonly connector: string;
  readonly world: string;
  readonly seed: number;
  readonly runs: number;
  readonly laws: readonly LawResult[];
  /** What the connector declares, by stream. */
  readonly facts: Readonly<Record<string, Facts>>;
}

/** Drives all laws that a world can drive, on worlds of its own making. */
export async function checkLaws<Settings extends object>(
  connector: Connector<Settings>,
  makeWorld: MakeWorld<Settings>,
  { seed, runs, only, onLaw }: LawOptions,
): Promise<LawReport> {
  // Loaded here: whoever only runs connectors needs none of it.
  const fc = await import('fast-check');
  const example = await makeWorld({ seed });
  const bench = new Bench(fc, connector, makeWorld, example, { seed, runs });
  const laws: LawResult[] = [];
  for (const law of LAWS) {
    if (only?.includes(law.number) === false) continue;
    const result = await driven(law, bench);
    laws.push(result);
    onLaw?.(result);
  }
  const facts = Object.fromEntries(
    Object.entries(connector.streams).flatMap(([name, stream]) =>
      isPulled<Settings>(stream) ? [[name, stream.facts] as const] : [],
    ),
  );
  return { connector: connector.id, world: example.name, seed, runs, laws, facts };
}

async function driven<Settings extends object>(law: Law, bench: Bench<Settings>): Promise<LawResult> {
  const { number, says, mend } = law;
  const reason = law.without?.(bench) ?? missingIn(bench.example, law);
  if (reason !== undefined) return { number, says, outcome: 'not driven', reason };
  const finding = await law.drive(bench);
  if (finding === undefined) return { number, says, outcome: 'kept' };
  return {
    number,
    says,
    outcome: 'broken',
    finding,
    mend: finding.unfinished === undefined ? mend : MEND_FIRST[finding.unfinished],
  };
}

function missingIn<Settings extends object>(world: World<Settings>, { needs }: Law): string | undefined {
  const missing = needs.filter((need) => world[need] === undefined);
  return missing.length === 0
    ? undefined
    : `the world '${world.name}' cannot drive it: it has no ${missing.join(', ')}`;
}
