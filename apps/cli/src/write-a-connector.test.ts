import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MakeWorld } from '@clientele/connector-kit';
import { instantOfMs } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aClone, build, type Clone, REPOSITORY } from './a-clone.fixture.js';
import { newConnector, tellNewConnector } from './connector-new.js';
import { runHere } from './run-here.fixture.js';

const PAGE = readFileSync(join(REPOSITORY, 'docs/write-a-connector.md'), 'utf8');
const NAME = 'corner-shop';
const SHOWN = `packages/connectors/${NAME}`;

/** The blocks of a kind, without the fences; indented ones are commands. */
function blocks(kind: string): string[] {
  return [...PAGE.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, of, text = '']) => (of === kind ? [text] : []));
}
const commands = [...PAGE.matchAll(/^ {4}npx clientele (.*)$/gm)].map(([, command = '']) => command);
const [told = '', report = ''] = blocks('');
const [byNumber = '', behind = '', exclusive = '', mended = ''] = blocks('ts');

/** The connector in a clone of its own, since a module is loaded only once. */
interface Edition extends Clone {
  readonly made: string;
  readonly told: string;
}

type Edits = Readonly<Record<string, readonly [line: RegExp, by: string]>>;

/** With the page's `customers.ts`, and lines of other files replaced. */
async function edition(edits: Edits): Promise<Edition> {
  const clone = aClone();
  const written = await newConnector(NAME, { clone: clone.directory, cwd: clone.directory });
  const made = written.directory;
  writeFileSync(join(made, 'src', 'customers.ts'), byNumber);
  for (const [file, [line, by]] of Object.entries({ ...edits, 'connector.ts': [IMPORT, IMPORTED] as const })) {
    const path = join(made, 'src', file);
    const text = readFileSync(path, 'utf8');
    expect(text.match(line)).toHaveLength(1);
    writeFileSync(path, text.replace(line, by));
  }
  build(made);
  return { ...clone, made, told: tellNewConnector(written, clone.directory) };
}

const IMPORT = /^import \{ customers, orders \}.*\n/gm;
const IMPORTED = "import { customers } from './customers.js';\nimport { orders } from './streams.js';\n";
const FILTER = /^.*changedMs >= from.*\n/gm;
const QUERY = /^.*const query = .*\n/gm;
/** How shops answer that have `after`: of the object that it names, they know the place. */
const BEHIND: [name: string, filter: string][] = [
  [
    'where it was',
    `
    .filter(({ changedMs, id }) => changedMs > from
      || (changedMs === from && Number(id) > Number(searchParams.get('after') ?? 0)))
`,
  ],
  [
    'where it stands now',
    `
    .filter(({ changedMs, id }, _, all) => {
      const stands = all.find((one) => one.id === searchParams.get('after'));
      if (stands === undefined) return changedMs >= from;
      return changedMs > stands.changedMs || (changedMs === stands.changedMs && Number(id) > Number(stands.id));
    })
`,
  ],
];

let whole: Edition;
beforeAll(async () => {
  whole = await edition({ 'fake.ts': [FILTER, exclusive], 'streams.ts': [QUERY, mended] });
});
afterAll(() => whole[Symbol.dispose]());

it('tells what the first command prints', () => {
  expect(commands[0]).toBe(`connector new ${NAME}`);
  expect(whole.told).toBe(told);
});

it('shows a report as it is, of a connector that is wrong as it says, and how it is mended', async () => {
  using wrong = await edition({ 'fake.ts': [FILTER, exclusive] });
  const command = commands.find((one) => one.includes('--law')) ?? '';
  const check = (made: string) => runHere(command.replace(SHOWN, made).split(' '));
  const broken = await check(wrong.made);
  expect(broken.out.replaceAll(wrong.made, SHOWN)).toBe(report);
  expect(broken.status).toBe(1);
  expect(await check(whole.made)).toMatchObject({ status: 0 });
  const all = await runHere(['connector', 'check', whole.made, '--runs', '2', '--json']);
  expect(JSON.parse(all.out)).toMatchObject({ passed: 16, failed: 0 });
});

it.each(BEHIND)('goes on behind the last object %s, where pages have no number', async (_, filter) => {
  using edited = await edition({ 'fake.ts': [FILTER, filter], 'streams.ts': [QUERY, behind] });
  const laws = ['1', '4', '5', '14'];
  const all = await runHere(['connector', 'check', edited.made, '--runs', '8', '--json', '--law', ...laws]);
  expect(JSON.parse(all.out)).toMatchObject({ passed: laws.length, failed: 0 });
});

it('connects it to a shop', async () => {
  const { makeWorld }: { makeWorld: MakeWorld<{ readonly key: string; readonly address: string }> } = await import(
    pathToFileURL(join(whole.made, 'dist/check.js')).href
  );
  const world = await makeWorld({ seed: 1, at: instantOfMs(Date.now()) });
  await world.seed(9);
  const sales = (await world.truth()).filter(({ fields }) => fields?.purpose === 'sale');
  const platform = createServer(async ({ url = '', headers }, answer) => {
    const { authorization = '' } = headers;
    const request = new Request(`${world.settings.address}${url}`, { headers: { authorization } });
    const response = await world.fetch(request);
    answer.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise<void>((listens) => platform.listen(0, '127.0.0.1', listens));
  const address = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
  const data = await mkdtemp(join(tmpdir(), 'clientele-guide-'));
  const own = { CLIENTELE_CONNECTORS: whole.made, CLIENTELE_CORNER_SHOP_KEY: world.settings.key };
  Object.assign(process.env, own);
  try {
    const outs: string[] = [];
    for (const command of commands.filter((one) => one.endsWith('--data .try'))) {
      const words = command.replace('https://corner-shop.example', address).replace('.try', data).split(' ');
      const ran = await runHere([...words, '--json']);
      expect(ran).toMatchObject({ status: 0 });
      outs.push(ran.out);
    }
    expect(outs.map((out) => JSON.parse(out))).toMatchObject([
      { connection: NAME, connector: NAME, outcome: 'connected' },
      { orders: 9, refused: 0 },
      [],
      { records: { orders: sales.length } },
    ]);
  } finally {
    for (const name of Object.keys(own)) delete process.env[name];
    platform.close();
    await rm(data, { recursive: true });
  }
});
