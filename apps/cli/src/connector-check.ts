import {
  type Connector,
  checkLaws,
  LAW_NUMBERS,
  type LawReport,
  lawReport,
  type MakeWorld,
} from '@clientele/connector-kit';
import { CommandError } from './command-error.js';
import { isConnector, loadConnectorModule } from './connector-module.js';
import { CONNECTORS, TRIED_ON_SERVERS } from './connectors.js';
import { ProgressBar } from './terminal/progress-bar.js';

export interface ConnectorCheckOptions {
  readonly runs: number;
  readonly seed: number;
  readonly only?: readonly number[];
  readonly json: boolean;
}

/** Tries a connector against the laws, and prints the report; 1 where it breaks one. Needs no stores. */
export async function connectorCheck(name: string, { json, ...options }: ConnectorCheckOptions): Promise<0 | 1> {
  const unknown = options.only?.find((law) => !LAW_NUMBERS.includes(law));
  if (unknown !== undefined) {
    throw new CommandError(2, `There is no law ${unknown}: they are 1 to ${LAW_NUMBERS.length}.`);
  }
  const { connector, makeWorld } = await toCheck(name);
  const bar = new ProgressBar(process.stderr);
  let done = 0;
  const onLaw = () => {
    done += 1;
    bar.show({ label: 'laws', done, of: options.only?.length ?? LAW_NUMBERS.length });
  };
  const report = await checkLaws(connector, makeWorld, { ...options, onLaw }).finally(() => bar.stop());
  const [passed, failed] = (['kept', 'broken'] as const).map(
    (outcome) => report.laws.filter((law) => law.outcome === outcome).length,
  );
  const { laws: checks, ...about } = report;
  const text = () => `${lawReport(report)}${whatNext(name, report)}`;
  process.stdout.write(json ? `${JSON.stringify({ passed, failed, checks, ...about })}\n` : text());
  return failed === 0 ? 0 : 1;
}

/** For whoever reads of broken laws for the first time. */
function whatNext(name: string, { laws, seed }: LawReport): string {
  const [first] = laws.filter(({ outcome }) => outcome === 'broken');
  if (first === undefined) return '';
  return `
Begin with law ${first.number}: others may be broken by the same. Its schedules are tried again by
    clientele connector check ${name} --law ${first.number}${seed === 1 ? '' : ` --seed ${seed}`}
docs/write-a-connector.md says how a report is read.
`;
}

interface ToCheck {
  readonly connector: Connector;
  readonly makeWorld: MakeWorld;
}

/** What a module says is to be checked. @throws CommandError */
async function toCheck(name: string): Promise<ToCheck> {
  const module = CONNECTORS.some(({ id }) => id === name) ? await oneOfOurs(name) : await loaded(name);
  const { connector, makeWorld } = { connector: undefined, makeWorld: undefined, ...module };
  if (!isConnector(connector) || !isMakeWorld(makeWorld)) {
    throw new CommandError(2, `${name} exports no connector and makeWorld: see docs/write-a-connector.md.`);
  }
  return { connector, makeWorld: orSay(name, makeWorld) };
}

async function oneOfOurs(name: string): Promise<object> {
  if (TRIED_ON_SERVERS.has(name)) {
    const how = 'run npm run test:servers in a clone of the repository';
    throw new CommandError(2, `${name} is tried on a real server, which does not come with it: ${how}.`);
  }
  const module: object = await import(`@clientele/connector-${name}/check`);
  return module;
}

async function loaded(name: string): Promise<object> {
  try {
    return await loadConnectorModule(name, './check');
  } catch (error) {
    if (!(error instanceof CommandError) || name.includes('/') || name.includes('.')) throw error;
    const kinds = CONNECTORS.map(({ id }) => id).join(', ');
    throw new CommandError(2, `${error.message} Give the path of one, or one of ${kinds}.`);
  }
}

/** A world that cannot be made is no broken law. */
function orSay(name: string, makeWorld: MakeWorld): MakeWorld {
  return async (options) => {
    try {
      return await makeWorld(options);
    } catch (error) {
      throw new CommandError(2, `${name} makes no world: ${error instanceof Error ? error.message : error}.`);
    }
  };
}

function isMakeWorld(value: unknown): value is MakeWorld {
  return typeof value === 'function';
}
