import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { FORMATS } from '@clientele/connector-files';
import { CUSTOM_TYPES, RFM_TRAITS } from '@clientele/segmentation';
import { Command, Option } from 'commander';
import { addAccessCommands } from './access-commands.js';
import type { BenchOptions } from './bench/bench.js';
import { CommandError } from './command-error.js';
import { atLeastOne, declaredType, examples, portNumber, type Run, wholeNumber } from './command-parts.js';
import { addConnectionCommands } from './connection-commands.js';
import { addConnectorCommands } from './connector-commands.js';
import type { HousePlace } from './house.js';
import { addPrivacyCommands } from './privacy-commands.js';
import { publicUrl } from './public-url.js';
import { readText } from './read-text.js';
import { runVerb } from './run-verb.js';
import { addSegmentCommands } from './segment-commands.js';
import { shopifyKeys } from './shopify-keys.js';
import { trustedProxies } from './trusted-proxies.js';
import { audit } from './verbs/audit.js';
import { importFiles } from './verbs/import.js';
import { DEFAULT_SHOP } from './verbs/next-command.js';
import { profileFind, profileShow } from './verbs/profiles.js';
import { refused } from './verbs/refused.js';
import { type ShopAttributesInput, shopAttributes } from './verbs/shop-attributes.js';
import { shopHoldOut } from './verbs/shop-hold-out.js';
import { type ShopRfmInput, shopRfm } from './verbs/shop-rfm.js';
import { shopRfmAgreement } from './verbs/shop-rfm-agreement.js';
import { shopSet } from './verbs/shop-set.js';
import { status } from './verbs/status.js';
import type { Asked, Verb } from './verbs/verb.js';

interface GlobalOptions {
  readonly data: string;
  readonly shop: string;
  readonly now?: string;
  readonly json?: boolean;
}

const VERSION = String(createRequire(import.meta.url)('../package.json').version);

/** The command line of `clientele`; `finish` is told the exit status of the verb that ran. */
export function program(environment: NodeJS.ProcessEnv, finish: (status: number) => void): Command {
  const clientele = new Command('clientele')
    .description('Who are my customers, really, and which of them should hear what from me, when and where?')
    .version(VERSION, '--version', 'print the version')
    .option('--data <dir>', 'directory of the embedded stores', '.clientele')
    .option('--shop <id>', 'the shop', DEFAULT_SHOP)
    .option('--now <time>', 'ask as of a day or a time of the shop’s clock; nothing is stored')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples('clientele start --demo', 'clientele import orders.csv --shop mine', 'clientele segment --help'),
    )
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for the options and examples)')
    .exitOverride();

  const place = (): HousePlace => ({
    directory: resolve(clientele.opts<GlobalOptions>().data),
    databaseUrl: environment.DATABASE_URL,
    clickhouseUrl: environment.CLICKHOUSE_URL,
    key: environment.CLIENTELE_KEY,
    engineMegabytes: environment.CLIENTELE_ENGINE_MB,
    connectors: environment.CLIENTELE_CONNECTORS,
    shopifyKeys: shopifyKeys(environment),
  });
  const refuseNow = (name: string) => {
    if (clientele.opts<GlobalOptions>().now === undefined) return;
    throw new CommandError(2, `clientele ${name} asks nothing as of a time: leave --now out.`);
  };
  const run: Run = async <Input extends Asked, Output>(
    verb: Verb<Input, Output>,
    input: Omit<Input, keyof Asked>,
    out?: string,
  ) => {
    const { shop, now, json } = clientele.opts<GlobalOptions>();
    if (verb.takesNow !== true) refuseNow(verb.name);
    const asked = { ...input, shop, ...(now === undefined ? {} : { now }) } as Input;
    finish(await runVerb(verb, place(), asked, { json: json === true, ...(out === undefined ? {} : { out }) }));
  };

  clientele
    .command('start')
    .description('run everything in one process: stores, pipeline, gateway, console')
    .addOption(new Option('--port <number>', 'port to listen on').argParser(portNumber).default(4000).env('PORT'))
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--demo', 'first import the bundled real orders and a generated shop, where there is none')
    .addOption(
      new Option('--trust-proxy <addresses>', 'proxies before the server: addresses, networks or loopback, with commas')
        .argParser(trustedProxies)
        .env('CLIENTELE_TRUST_PROXY'),
    )
    .addOption(
      new Option('--public-url <url>', 'the address at which people reach the server, where that is another')
        .argParser(publicUrl)
        .env('CLIENTELE_PUBLIC_URL'),
    )
    .addHelpText('after', examples('clientele start --demo', 'clientele start --port 8080 --data /var/lib/clientele'))
    .action(
      async (options: { port: number; host: string; demo?: boolean; trustProxy?: string; publicUrl?: string }) => {
        refuseNow('start');
        // The gateway and the pages take most of a second to load; no other verb needs them.
        const { start } = await import('./start.js');
        await start(place(), {
          ...options,
          demo: options.demo === true,
          metricsKey: environment.CLIENTELE_METRICS_KEY || undefined,
        });
      },
    );

  clientele
    .command('import')
    .description('read order, customer and event files')
    .argument('<file...>', 'CSV, gzip CSV, JSONL or Parquet')
    .option(
      '--as <format>',
      `one of ${FORMATS.map(({ name }) => name).join(', ')}; found out by itself where it can be`,
    )
    .option('--map <file>', 'a mapping of your own, see docs/import.md')
    .option(
      '--connection <name>',
      'the system whose numbers these are, such as till; "files" without, or the format or channel where that has others',
    )
    .option('--currency <code>', 'of amounts that do not say it, and of a new shop')
    .option('--timezone <zone>', 'of a new shop, and of times that do not say theirs')
    .addHelpText(
      'after',
      examples(
        'clientele import orders.csv --as shopify-orders --shop mine',
        'clientele import people.jsonl orders.jsonl',
        'clientele import till-2024.csv --map till.json --connection till --shop mine',
      ),
    )
    .action(
      (
        files: string[],
        options: { as?: string; map?: string; connection?: string; currency?: string; timezone?: string },
      ) =>
        run(importFiles, {
          ...options,
          shopNamed: clientele.getOptionValueSource('shop') !== 'default',
          files: files.map((file) => resolve(file)),
          ...(options.map === undefined ? {} : { map: resolve(options.map) }),
        }),
    );

  clientele
    .command('refused')
    .description('the rows that were set aside, with place and reason')
    .option('--limit <n>', 'at most so many; all without', atLeastOne)
    .option('--retry', 'try them again: what can be read now goes in, the rest is listed')
    .option('--discard <file>', 'forget those of a file, such as one that was mended and imported again')
    .addHelpText(
      'after',
      examples('clientele refused', 'clientele refused --retry', 'clientele refused --discard orders.csv'),
    )
    .action(({ limit, retry, discard }: { limit?: number; retry?: true; discard?: string }) =>
      run(refused, {
        retry: retry === true,
        ...(limit === undefined ? {} : { limit }),
        ...(discard === undefined ? {} : { discard: resolve(discard) }),
      }),
    );

  addConnectionCommands(clientele, run, environment);

  clientele
    .command('status')
    .description('the shop’s counts and freshness')
    .addHelpText('after', examples('clientele status --shop mine', 'clientele status --json'))
    .action(() => run(status, {}));

  addSegmentCommands(clientele, run);

  const profile = clientele.command('profile').description('one person across channels');
  profile
    .command('find')
    .description('by an id, an e-mail address, a phone number, an order or a part of a name')
    .argument('<text>')
    .option('--limit <n>', 'at most so many', atLeastOne, 20)
    .addHelpText('after', examples('clientele profile find ann@example.com', "clientele profile find 'Ann Lee'"))
    .action((text: string, options: { limit: number }) => run(profileFind, { text, ...options }));
  profile
    .command('show')
    .description('its records, traits and segments')
    .argument('<id>')
    .addHelpText('after', examples('clientele profile show p_1kffchceqrb07v5c --json'))
    .action((id: string) => run(profileShow, { id }));

  const shop = clientele.command('shop').description('how the shop is described');
  shop
    .command('attributes')
    .description('show the custom attributes that customer records state, or declare what they are; segments follow')
    .option('--type <name=type>', `declare it as ${CUSTOM_TYPES.join(', ')}; may be repeated`, declaredType, [])
    .addHelpText(
      'after',
      examples(
        'clientele shop attributes',
        'clientele shop attributes --type attributes.shoe_size=number',
        `clientele shop attributes --type "attributes.'Loyalty tier'=text" --type metafields.facts.birth_date=date`,
      ),
    )
    .action(({ type: declare }: { type: ShopAttributesInput['declare'] }) => run(shopAttributes, { declare }));
  shop
    .command('set')
    .description('give the shop the name that people read on the page; its id stays')
    .requiredOption('--name <name>', 'the name')
    .addHelpText('after', examples("clientele shop set --name 'Marlow & Finch' --shop mine"))
    .action((options: { name: string }) => run(shopSet, options));
  shop
    .command('hold-out')
    .description('show whom the shop leaves alone to measure against, or set how many; segments follow')
    .argument('[percent]', 'of all profiles, 0 to 100; a larger share holds everybody of a smaller one')
    .option('--why <text>', 'for whoever asks later', '')
    .addHelpText(
      'after',
      examples('clientele shop hold-out', "clientele shop hold-out 10 --why 'to measure the spring'"),
    )
    .action((percent: string | undefined, { why }: { why: string }) =>
      run(shopHoldOut, { why, ...(percent === undefined ? {} : { percent }) }),
    );
  shop
    .command('rfm')
    .description('show or set how recency, frequency and monetary are scored; segments follow')
    .addOption(new Option('--recency <trait>', 'score recency by it').choices(RFM_TRAITS.recency))
    .addOption(new Option('--frequency <trait>', 'score frequency by it').choices(RFM_TRAITS.frequency))
    .addOption(new Option('--monetary <trait>', 'score monetary by it').choices(RFM_TRAITS.monetary))
    .option('--file <file>', 'take all of it from JSON as --json prints it: traits, and the grid from recency 1')
    .option('--default', 'go back to the documented way')
    .addHelpText(
      'after',
      examples(
        'clientele shop rfm',
        'clientele shop rfm --monetary net_amount_spent',
        'clientele shop rfm --json > rfm.json   (edit it, then)   clientele shop rfm --file rfm.json',
      ),
    )
    .action(
      async ({
        file,
        default: asDocumented,
        ...traits
      }: ShopRfmInput['traits'] & { file?: string; default?: true }) => {
        if (file !== undefined && asDocumented) throw new CommandError(2, 'Give either --file or --default.');
        const json = file === undefined ? undefined : await readText(resolve(file), 'The RFM configuration');
        const from = json === undefined ? (asDocumented ? 'default' : 'current') : { json };
        await run(shopRfm, { from, traits });
      },
    );
  shop
    .command('rfm-agreement')
    .description('how many people are in the RFM group here that a platform states of them')
    .option('--attribute <name>', "the custom attribute that states it; Shopify's without it")
    .addHelpText('after', examples('clientele shop rfm-agreement'))
    .action((options: { attribute?: string }) => run(shopRfmAgreement, options));

  clientele
    .command('audit')
    .description('recompute traits and memberships from the records with the reference evaluator, and compare')
    .option('--sample <n>', 'only so many profiles', atLeastOne)
    .addHelpText('after', examples('clientele audit', 'clientele audit --sample 1000 --now 2026-01-01'))
    .action((options: { sample?: number }) => run(audit, options));

  clientele
    .command('bench')
    .description('the product’s own benchmarks, beside the alternatives they are measured against')
    .argument('[name]', 'import, segments, look-up or stop; all without')
    .option('--people <number>', 'how large the made shop is; ten orders each', wholeNumber, 100_000)
    .option('--seed <number>', 'what it is made of', wholeNumber, 1)
    .option('--rounds <number>', 'how often each question is asked', wholeNumber, 12)
    .option('--segments <number>', 'how many saved segments are evaluated', wholeNumber, 500)
    .addHelpText(
      'after',
      `${examples('clientele bench', 'clientele bench segments --people 1000000 --data /var/tmp/bench --json')}
Without --data it runs in a temporary directory, which it removes.`,
    )
    .action(async (name: string | undefined, options: Omit<BenchOptions, 'directory' | 'engineMegabytes' | 'json'>) => {
      refuseNow('bench');
      const { bench } = await import('./bench/bench.js');
      const { data, json } = clientele.opts<GlobalOptions>();
      const isGiven = clientele.getOptionValueSource('data') !== 'default';
      const { engineMegabytes } = place();
      const directory = isGiven ? resolve(data) : undefined;
      finish(await bench(name, { ...options, directory, engineMegabytes, json: json === true }));
    });

  addConnectorCommands(clientele, finish, refuseNow);
  addPrivacyCommands(clientele, profile, shop, run);
  addAccessCommands(clientele, run);
  return clientele;
}
