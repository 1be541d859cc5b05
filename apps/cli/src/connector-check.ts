import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Connector, checkLaws, lawReport, type MakeWorld } from '@clientele/connector-kit';
import { CommandError } from './command-error.js';
import { CONNECTORS, TRIED_ON_SERVERS } from './connectors.js';
import { ProgressBar } from './terminal/progress-bar.js';

const LAWS = 16;

export interface ConnectorCheckOptions {
  readonly runs: number;
  readonly seed: number;
  readonly only?: readonly number[];
  readonly json: boolean;
}

/** Tries a connector against the laws, and prints the report; 1 where it breaks one. Needs no stores. */
export async function connectorCheck(name: string, { json, ...options }: ConnectorCheckOptions): Promise<0 | 1> {
  const unknown = options.only?.find((law) => law > LAWS);
  if (unknown !== undefined) throw new CommandError(2, `There is no law ${unknown}: they are 1 to ${LAWS}.`);
  const { connector, makeWorld } = await toCheck(name);
  const bar = new ProgressBar(process.stderr);
  let done = 0;
  const onLaw = () => {
    done += 1;
    bar.show({ label: 'laws', done, of: options.only?.length ?? LAWS });
  };
  const report = await checkLaws(connector, makeWorld, { ...options, onLaw }).finally(() => bar.stop());
  const [passed, failed] = (['kept', 'broken'] as const).map(
    (outcome) => report.laws.filter((law) => law.outcome === outcome).length,
  );
  const { laws: checks, ...about } = report;
  process.stdout.write(json ? `${JSON.stringify({ passed, failed, checks, ...about })}\n` : lawReport(report));
  return failed === 0 ? 0 : 1;
}

interface ToCheck {
  readonly connector: Connector;
  readonly makeWorld: MakeWorld;
}

/** What a module says is to be checked. @throws CommandError */
async function toCheck(name: string): Promise<ToCheck> {
  const isOurs = CONNECTORS.some(({ id }) => id === name);
  const path = resolve(name);
  if (!isOurs && !existsSync(path)) {
    const kinds = CONNECTORS.map(({ id }) => id).join(', ');
    throw new CommandError(2, `There is no connector or module ${name}: give a path, or one of ${kinds}.`);
  }
  if (isOurs && TRIED_ON_SERVERS.has(name)) {
    const how = 'run npm run test:servers in a clone of the repository';
    throw new CommandError(2, `${name} is tried on a real server, which does not come with it: ${how}.`);
  }
  const module: unknown = await import(isOurs ? `@clientele/connector-${name}/check` : pathToFileURL(path).href);
  if (isToCheck(module)) return module;
  throw new CommandError(2, `${name} exports no connector and makeWorld: see docs/connectors.md.`);
}

function isToCheck(module: unknown): module is ToCheck {
  if (typeof module !== 'object' || module === null || !('connector' in module) || !('makeWorld' in module))
    return false;
  const { connector, makeWorld } = module;
  return (
    typeof connector === 'object' && connector !== null && 'streams' in connector && typeof makeWorld === 'function'
  );
}
