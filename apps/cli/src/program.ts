import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { FORMATS } from '@clientele/connector-files';
import { API_SCOPES } from '@clientele/ledger';
import { WRITING_CHANNELS, type WritingChannel } from '@clientele/pipeline';
import { RFM_TRAITS } from '@clientele/segmentation';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CommandError } from './command-error.js';
import type { HousePlace } from './house.js';
import { readText } from './read-text.js';
import { runVerb } from './run-verb.js';
import { keyCreate, keyList, keyRevoke, signIn, widgetAllow } from './verbs/access.js';
import { audit } from './verbs/audit.js';
import { importFiles } from './verbs/import.js';
import { MEMBER_FORMATS, type MemberFormat } from './verbs/member-text.js';
import { profileFind, profileShow } from './verbs/profiles.js';
import { refused } from './verbs/refused.js';
import { segmentChanges } from './verbs/segment-changes.js';
import { segmentCheck } from './verbs/segment-check.js';
import { segmentExport } from './verbs/segment-export.js';
import { segmentCount, segmentExplain, segmentMembers } from './verbs/segment-queries.js';
import { segmentDiff, segmentList, segmentSave } from './verbs/segments.js';
import { type ShopRfmInput, shopRfm } from './verbs/shop-rfm.js';
import { status } from './verbs/status.js';
import type { Asked, Verb } from './verbs/verb.js';

interface GlobalOptions {
  readonly data: string;
  readonly shop: string;
  readonly now?: string;
  readonly json?: boolean;
}

/** The command line of `clientele`; `finish` is told the exit status of the verb that ran. */
export function program(environment: NodeJS.ProcessEnv, finish: (status: number) => void): Command {
  const clientele = new Command('clientele')
    .description('Who are my customers, really, and which of them should hear what from me, when and where?')
    .option('--data <dir>', 'directory of the embedded stores', '.clientele')
    .option('--shop <id>', 'the shop', 'demo')
    .option('--now <time>', 'ask as of a day or a time of the shop’s clock; nothing is stored')
    .option('--json', 'print one JSON document')
    .showHelpAfterError('(add --help for the options and examples)')
    .exitOverride();

  const place = (): HousePlace => ({
    directory: resolve(clientele.opts<GlobalOptions>().data),
    databaseUrl: environment.DATABASE_URL,
    clickhouseUrl: environment.CLICKHOUSE_URL,
    key: environment.CLIENTELE_KEY,
  });
  const run = async <Input extends Asked, Output>(
    verb: Verb<Input, Output>,
    input: Omit<Input, keyof Asked>,
    out?: string,
  ) => {
    const { shop, now, json } = clientele.opts<GlobalOptions>();
    const asked = { ...input, shop, ...(now === undefined ? {} : { now }) } as Input;
    finish(await runVerb(verb, place(), asked, { json: json === true, ...(out === undefined ? {} : { out }) }));
  };

  clientele
    .command('start')
    .description('run everything in one process: stores, pipeline, gateway, console')
    .option('--port <number>', 'port to listen on', wholeNumber, Number(environment.PORT ?? 4000))
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--demo', 'first import the bundled real orders and a generated shop, where there is none')
    .addOption(
      new Option('--trust-proxy <addresses>', 'proxies before the server: addresses, networks or loopback, with commas')
        .argParser(proxies)
        .env('CLIENTELE_TRUST_PROXY'),
    )
    .addHelpText('after', examples('clientele start --demo', 'clientele start --port 8080 --data /var/lib/clientele'))
    .action(async (options: { port: number; host: string; demo?: boolean; trustProxy?: string }) => {
      // The gateway and the pages take most of a second to load; no other verb needs them.
      const { start } = await import('./start.js');
      await start(place(), {
        ...options,
        demo: options.demo === true,
        metricsKey: environment.CLIENTELE_METRICS_KEY || undefined,
      });
    });

  clientele
    .command('import')
    .description('read order, customer and event files')
    .argument('<file...>', 'CSV, gzip CSV, JSONL or Parquet')
    .option(
      '--as <format>',
      `one of ${FORMATS.map(({ name }) => name).join(', ')}; found out by itself where it can be`,
    )
    .option('--map <file>', 'a mapping of your own, see docs/import.md')
    .option('--connection <name>', 'the connection that the records belong to', 'files')
    .option('--currency <code>', 'of amounts that do not say it, and of a new shop')
    .option('--timezone <zone>', 'of a new shop, and of times that do not say theirs')
    .addHelpText(
      'after',
      examples(
        'clientele import orders.csv --as shopify-orders --shop mine',
        'clientele import people.jsonl orders.jsonl',
      ),
    )
    .action(
      (
        files: string[],
        options: { as?: string; map?: string; connection: string; currency?: string; timezone?: string },
      ) =>
        run(importFiles, {
          ...options,
          files: files.map((file) => resolve(file)),
          ...(options.map === undefined ? {} : { map: resolve(options.map) }),
        }),
    );

  clientele
    .command('refused')
    .description('the rows that were set aside, with place and reason')
    .option('--limit <n>', 'at most so many', wholeNumber, 1000)
    .option('--retry', 'try them again: what can be read now goes in, the rest is listed')
    .addHelpText('after', examples('clientele refused', 'clientele refused --retry'))
    .action(({ limit, retry }: { limit: number; retry?: boolean }) => run(refused, { limit, retry: retry === true }));

  clientele
    .command('status')
    .description('the shop’s counts and freshness')
    .action(() => run(status, {}));

  const segment = clientele.command('segment').description('ask, save and explain segments');
  segment
    .command('list')
    .description('saved segments')
    .action(() => run(segmentList, {}));
  segment
    .command('count')
    .description('exact size of a query, not saved')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .addHelpText('after', examples("clientele segment count 'number_of_orders >= 5 AND last_order_date < -90d'"))
    .action((query: string) => run(segmentCount, { query }));
  segment
    .command('members')
    .description('profiles in it, in a stable order')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .option('--limit <n>', 'page size', wholeNumber, 50)
    .option('--after <cursor>', 'go on after a page')
    .action((query: string, options: { limit: number; after?: string }) => run(segmentMembers, { query, ...options }));
  segment
    .command('explain')
    .description('why a profile is in it, or is not')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .requiredOption('--profile <id>', 'the profile')
    .action((query: string, options: { profile: string }) => run(segmentExplain, { query, ...options }));
  segment
    .command('check')
    .description('read and type-check a query; needs no shop')
    .argument('[query]')
    .option('--file <file>', 'read the query from a file')
    .addHelpText(
      'after',
      examples(
        'clientele segment check "rfm_group = \'CHAMPIONS\'"',
        'clientele segment check --file regulars.segment',
      ),
    )
    .action(async (query: string | undefined, { file }: { file?: string }) =>
      run(segmentCheck, { query: await queryOf(query, file) }),
    );
  segment
    .command('export')
    .description('members with their e-mail address, phone number and name')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .addOption(new Option('--as <format>', 'how to write them').choices(MEMBER_FORMATS).default('csv'))
    .addOption(
      new Option('--for <channel>', 'only who may be written to on it; the others are counted by reason').choices(
        WRITING_CHANNELS,
      ),
    )
    .option('--out <file>', 'where to write them, instead of standard output')
    .addHelpText(
      'after',
      `${examples(
        'clientele segment export regulars --as csv --for email --out regulars.csv',
        'clientele segment export "number_of_orders >= 5" --as jsonl | gzip > often.jsonl.gz',
        'clientele segment export regulars --for sms --json',
      )}
With --json and without --out, members are only counted.`,
    )
    .action((query: string, { out, ...options }: { as: MemberFormat; for?: WritingChannel; out?: string }) =>
      run(segmentExport, { query, ...options }, out === undefined ? undefined : resolve(out)),
    );
  segment
    .command('save')
    .description('save a query; a new version where the name exists')
    .argument('<name>')
    .argument('<query>')
    .option('--description <text>')
    .action((name: string, query: string, options: { description?: string }) =>
      run(segmentSave, { name, query, ...options }),
    );
  segment
    .command('diff')
    .description('who would enter and leave a saved segment with another query')
    .argument('<segment>', 'id or handle')
    .argument('<query>')
    .action((id: string, query: string) => run(segmentDiff, { segment: id, query }));
  segment
    .command('changes')
    .description('entries and exits, with cause')
    .argument('[segment]', 'id or handle; all segments without')
    .option('--since <time>', 'a day or a time')
    .option('--limit <n>', 'page size', wholeNumber, 1000)
    .option('--after <cursor>', 'go on after a page: the cursor of its last change')
    .addHelpText('after', examples('clientele segment changes', 'clientele segment changes vip --since 2026-11-01'))
    .action((id: string | undefined, options: { since?: string; limit: number; after?: string }) =>
      run(segmentChanges, { ...options, ...(id === undefined ? {} : { segment: id }) }),
    );

  const profile = clientele.command('profile').description('one person across channels');
  profile
    .command('find')
    .description('by an id, an e-mail address, a phone number, an order or a part of a name')
    .argument('<text>')
    .option('--limit <n>', 'at most so many', wholeNumber, 20)
    .action((text: string, options: { limit: number }) => run(profileFind, { text, ...options }));
  profile
    .command('show')
    .description('its records, traits and segments')
    .argument('<id>')
    .action((id: string) => run(profileShow, { id }));

  clientele
    .command('shop')
    .description('how the shop is described')
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

  clientele
    .command('audit')
    .description('recompute memberships from the records with the reference evaluator, and compare')
    .option('--sample <n>', 'only so many profiles', wholeNumber)
    .action((options: { sample?: number }) => run(audit, options));

  clientele
    .command('sign-in')
    .description('a new link that signs a person in, where a server runs')
    .action(() => run(signIn, {}));

  clientele
    .command('bench')
    .description('the product’s own benchmarks, beside the alternatives they are measured against')
    .argument('[name]', 'import, segments, look-up or stop; all without')
    .option('--people <number>', 'how large the made shop is; ten orders each', wholeNumber, 100_000)
    .option('--seed <number>', 'what it is made of', wholeNumber, 1)
    .option('--rounds <number>', 'how often each question is asked', wholeNumber, 12)
    .addHelpText(
      'after',
      `${examples('clientele bench', 'clientele bench segments --people 1000000 --data /var/tmp/bench --json')}
Without --data it runs in a temporary directory, which it removes.`,
    )
    .action(async (name: string | undefined, options: { people: number; seed: number; rounds: number }) => {
      const { bench } = await import('./bench/bench.js');
      const { data, json } = clientele.opts<GlobalOptions>();
      const isGiven = clientele.getOptionValueSource('data') !== 'default';
      finish(await bench(name, { ...options, directory: isGiven ? resolve(data) : undefined, json: json === true }));
    });

  const key = clientele.command('key').description('API keys of the shop');
  key
    .command('create')
    .description('make a key; it is shown once')
    .argument('<name>', 'what it is for')
    .option('--scope <scope...>', `what it may do: ${API_SCOPES.join(', ')}`, ['read:profiles', 'read:segments'])
    .addHelpText('after', examples("clientele key create 'CRM' --scope read:profiles widgets"))
    .action((name: string, options: { scope: string[] }) => run(keyCreate, { name, scopes: options.scope }));
  key
    .command('list')
    .description('the shop’s keys')
    .action(() => run(keyList, {}));
  key
    .command('revoke')
    .description('end a key')
    .argument('<id>')
    .action((id: string) => run(keyRevoke, { id }));

  clientele
    .command('widget')
    .description('widgets on other pages')
    .command('allow')
    .description('let a page of that origin show widgets of the shop')
    .argument('<origin>', 'such as https://crm.example.com')
    .action((origin: string) => run(widgetAllow, { origin }));

  return clientele;
}

async function queryOf(query: string | undefined, file: string | undefined): Promise<string> {
  if ((query === undefined) === (file === undefined)) throw new CommandError(2, 'Give either a query or --file.');
  return query ?? readText(resolve(file ?? ''), 'The query');
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`'${text}' is not a whole number.`);
  return Number(text);
}

/** Trusting everybody would let anybody choose their address, so there is no word for that. */
function proxies(text: string): string | undefined {
  if (text === '') return undefined;
  for (const one of text.split(',')) {
    const [address = '', bits = '32', ...more] = one.trim().split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    const isNetwork = isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most && more.length === 0;
    if (isNetwork || ['loopback', 'linklocal', 'uniquelocal'].includes(one.trim())) continue;
    throw new InvalidArgumentError(
      `'${one}' is no proxy: write an address, a network such as 10.0.0.0/8, or loopback.`,
    );
  }
  return text;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
