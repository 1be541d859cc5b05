import { askedSettings } from '@clientele/connector-kit';
import type { Command } from 'commander';
import { CommandError } from './command-error.js';
import { atLeastOne, examples, type Run } from './command-parts.js';
import { allConnectors, CONNECTORS } from './connectors.js';
import { givenSettings } from './given-settings.js';
import { connect } from './verbs/connect.js';
import { connectionEnd } from './verbs/connection-end.js';
import { connections } from './verbs/connections.js';
import { sync } from './verbs/sync.js';
import { connectionRotateSecret, connectionWebhooks } from './verbs/webhooks.js';

/** Enough for whoever tells the platform to do so the next day. */
const DEFAULT_HOURS = 48;

const KINDS = CONNECTORS.map(({ id }) => id).join(', ');

/** The platforms that are asked for what is new, or tell it: `clientele connect`, `sync` and `connections`; and what they tell: `connection`. */
export function addConnectionCommands(clientele: Command, run: Run, environment: NodeJS.ProcessEnv): void {
  clientele
    .command('connect')
    .description('connect a platform to the shop, or give a connection other settings')
    .argument('<kind>', `${KINDS}, or one of your own that CLIENTELE_CONNECTORS names the package of`)
    .argument('[setting...]', 'name=value; the secret ones are asked for, or taken from the environment or a file')
    .option('--name <name>', 'of the connection, such as web; its kind without')
    .option('--secrets <file>', 'lines of name=value; - reads standard input')
    .option('--currency <code>', 'of a new shop, where the account does not say')
    .option('--timezone <zone>', 'of a new shop, where the account does not say')
    .addHelpText('after', `\nSettings:\n${settingLines()}`)
    .addHelpText(
      'after',
      examples(
        'clientele connect woocommerce address=https://shop.example --shop mine',
        'clientele connect woocommerce address=https://shop.example --secrets - < keys.txt',
        'clientele connect shopify shop=my-shop.myshopify.com --secrets token.txt --shop mine',
        'clientele connect events usersOf=shop.example --shop mine',
      ),
    )
    .action(
      async (
        kind: string,
        written: string[],
        { secrets, ...options }: { name?: string; secrets?: string; currency?: string; timezone?: string },
      ) => {
        const all = await allConnectors(environment.CLIENTELE_CONNECTORS);
        const connector = all.find(({ id }) => id === kind);
        if (connector === undefined) {
          const kinds = all.map(({ id }) => id).join(', ');
          throw new CommandError(
            2,
            `There is no connector ${kind}; there are: ${kinds}. For one of your own, CLIENTELE_CONNECTORS names its package.`,
          );
        }
        const asked = askedSettings(connector.settings);
        const settings = await givenSettings({ kind, asked, written, secretsFile: secrets, environment });
        const shopNamed = clientele.getOptionValueSource('shop') !== 'default';
        await run(connect, { kind, settings, shopNamed, ...options });
      },
    );

  clientele
    .command('sync')
    .description('pull what is new of a connection, or of all')
    .argument('[connection]')
    .option('--full', 'read everything again, which finds what a platform does not tell')
    .addHelpText('after', examples('clientele sync', 'clientele sync web --full --shop mine'))
    .action((connection: string | undefined, { full }: { full?: true }) =>
      run(sync, { full: full === true, ...(connection === undefined ? {} : { connection }) }),
    );

  clientele
    .command('connections')
    .description('how the shop’s connections fare, and how fresh they are')
    .addHelpText('after', examples('clientele connections --shop mine', 'clientele connections --json'))
    .action(() => run(connections, {}));

  const connection = clientele.command('connection').description('webhooks of a connection, and its end');
  connection
    .command('webhooks')
    .description('the address that its platform sends webhooks to, and what of them waits')
    .argument('<connection>')
    .addHelpText('after', examples('clientele connection webhooks web --shop mine'))
    .action((name: string) => run(connectionWebhooks, { connection: name }));
  connection
    .command('rotate-secret')
    .description('make a new secret that its webhooks are signed with; it is shown once')
    .argument('<connection>')
    .option('--hours <n>', 'so long the secret of before holds beside it', atLeastOne, DEFAULT_HOURS)
    .addHelpText('after', examples('clientele connection rotate-secret web --hours 2'))
    .action((name: string, { hours }: { hours: number }) => run(connectionRotateSecret, { connection: name, hours }));
  connection
    .command('end')
    .description('disconnect it: what it signs in with is deleted, what it brought stays')
    .argument('<connection>')
    .addHelpText('after', examples('clientele connection end web --shop mine'))
    .action((name: string) => run(connectionEnd, { connection: name }));
}

function settingLines(): string {
  return CONNECTORS.map(({ id, settings, made }) => {
    const own = new Set(Object.keys(made?.(() => '') ?? {}));
    const names = askedSettings(settings).map(({ name, isSecret, isNeeded }) => {
      const mayBeLeftOut = !isNeeded || own.has(name);
      return `${name}${isSecret ? ' (secret)' : ''}${mayBeLeftOut ? ' (may be left out)' : ''}`;
    });
    return `  ${id}: ${names.join(', ')}`;
  }).join('\n');
}
