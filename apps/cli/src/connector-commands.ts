import type { Command } from 'commander';
import { atLeastOne, examples, wholeNumber } from './command-parts.js';

/** For those who write connectors: `clientele connector new` and `check`. Neither needs stores or a shop. */
export function addConnectorCommands(
  clientele: Command,
  finish: (status: number) => void,
  refuseNow: (name: string) => void,
): void {
  const isJson = () => clientele.opts<{ readonly json?: true }>().json === true;
  const connector = clientele.command('connector').description('for those who write connectors');
  connector
    .command('new')
    .description('write a new connector, whole and kept to the laws, to be changed for a platform')
    .argument('<name>', 'of the platform: lower-case letters, digits and hyphens')
    .option('--dir <dir>', 'of its package, such as a repository of your own; packages/connectors/<name> without')
    .addHelpText(
      'after',
      examples('clientele connector new corner-shop', 'clientele connector new corner-shop --dir ../corner-shop'),
    )
    .action(async (name: string, { dir: directory }: { dir?: string }) => {
      refuseNow('connector new');
      const { newConnector, tellNewConnector } = await import('./connector-new.js');
      const written = await newConnector(name, { directory });
      process.stdout.write(isJson() ? `${JSON.stringify(written)}\n` : tellNewConnector(written));
      finish(0);
    });

  connector
    .command('check')
    .description('try a connector against the laws that every connector keeps, on a world of its own')
    .argument('<connector>', 'one of ours by its kind, or the directory of a package, or a module')
    .option('--law <number...>', 'only these, 1 to 16')
    .option('--runs <n>', 'schedules for each law', atLeastOne, 20)
    .option('--seed <number>', 'what they are drawn from', wholeNumber, 1)
    .addHelpText(
      'after',
      examples(
        'clientele connector check packages/connectors/corner-shop',
        'clientele connector check . --law 3 --json',
      ),
    )
    .action(async (name: string, { law, ...options }: { law?: string[]; runs: number; seed: number }) => {
      refuseNow('connector check');
      const { connectorCheck } = await import('./connector-check.js');
      const only = law?.map(atLeastOne);
      finish(await connectorCheck(name, { ...options, json: isJson(), ...(only !== undefined && { only }) }));
    });
}
